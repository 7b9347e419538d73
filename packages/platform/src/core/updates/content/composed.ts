import type { Words } from '../../estate/index.ts'
import { type ContentKind, frameWords, partWords, type PartWords } from '../../messages/index.ts'
import type { Part } from './content.ts'
import { skeletonOf } from './skeleton.ts'

/** Parts that the desk makes from records; nobody types them. */
export const generatedParts = [
  'list',
  'proof',
  'times',
  'page',
  'timeline',
  'told',
  'claims',
  'promises',
  'superseded',
] as const
type GeneratedPart = (typeof generatedParts)[number]

/** All parts as one text, each below its heading; a question is its own heading. */
export function composedText(kind: ContentKind, parts: readonly Part[]): Words {
  const write = (language: 'de' | 'en'): string =>
    parts
      .map(({ part, text }) => {
        const heading = headingOf(kind, part, language)
        return heading === undefined ? text[language] : `${heading}\n${text[language]}`
      })
      .join('\n\n')
  return { de: write('de'), en: write('en') }
}

/** What stands above a part; undefined for a title, a question, and what speaks for itself. */
export function headingOf(kind: ContentKind, part: string, language: 'de' | 'en'): string | undefined {
  if (part === 'title' || skeletonOf(kind).hasQuestions) return undefined
  const words = (partWords as Readonly<Partial<Record<string, Readonly<Record<string, PartWords>>>>>)[kind]
  return words?.[part]?.heading[language] ?? generatedHeading(part as GeneratedPart, language)
}

function generatedHeading(part: GeneratedPart, language: 'de' | 'en'): string | undefined {
  const words = frameWords[language]
  switch (part) {
    case 'list':
      return words.windowsHeading
    case 'proof':
      return words.proofHeading
    case 'timeline':
      return words.timelineHeading
    case 'told':
      return words.toldHeading
    case 'claims':
      return words.claimsHeading
    case 'promises':
      return words.promisesHeading
    case 'superseded':
      return words.supersededHeading
    case 'times':
    case 'page':
      return undefined
  }
}

/** What people typed of a draft: that is what the checks read. */
export function typedText({
  text,
  parts,
}: {
  readonly text: Words
  readonly parts?: readonly Part[]
}): Words {
  if (parts === undefined) return text
  const typed = parts.filter(({ part }) => !(generatedParts as readonly string[]).includes(part))
  const join = (language: 'de' | 'en'): string => typed.map((part) => part.text[language]).join('\n\n')
  return { de: join('de'), en: join('en') }
}
