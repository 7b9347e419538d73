import type { Random } from '../random.ts'

const vocabulary =
  'policy claim contract premium renewal broker customer office building water damage liability report annex invoice meeting minutes schedule vehicle household travel accident pension offer comparison calculation review approval deadline reminder letter address street number payment account transfer monthly yearly amount insured sum deductible period cancellation consultation documentation signature application form advisor note appointment telephone forwarding archive mailbox attachment folder version draft final'.split(
    ' ',
  )

/** A sentence of office words; pronounceable nonsense, but with the letter statistics of real text. */
export function sentence(random: Random): string {
  const words = Array.from({ length: 6 + random.below(12) }, () => random.pick(vocabulary))
  const text = words.join(' ')
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}.`
}

export function paragraph(random: Random): string {
  return Array.from({ length: 3 + random.below(5) }, () => sentence(random)).join(' ')
}

/** A file name such as `renewal-offer-4711`. */
export function fileStem(random: Random): string {
  return `${random.pick(vocabulary)}-${random.pick(vocabulary)}-${1000 + random.below(9000)}`
}
