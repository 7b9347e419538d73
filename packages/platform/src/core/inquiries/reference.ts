/** Without I, L, O, U: nobody mistakes one for another on the telephone. */
const letters = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'

/** Random bytes of a reference: 40 bits, so that a million inquiries meet by chance once in two. It opens nothing. */
export const referenceBytes = 5

/** "7K3M-9QXZ-T" from five random bytes; the last letter shows slips of the tongue. */
export function referenceFrom(random: Uint8Array): string {
  let value = 0n
  for (const byte of random.subarray(0, referenceBytes)) value = (value << 8n) | BigInt(byte)
  const places = Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(35 - 5 * at)) & 31n))
  const text = places.map((place) => letters[place]).join('')
  return `${text.slice(0, 4)}-${text.slice(4)}-${letters[check(places)]}`
}

/** What somebody typed or said, as we write it; undefined where a letter is wrong. */
export function readReference(typed: string): string | undefined {
  const text = typed
    .toUpperCase()
    .replaceAll(/[^0-9A-Z]/g, '')
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
  if (text.length !== 9) return undefined
  const places = text.split('').map((letter) => letters.indexOf(letter))
  if (places.includes(-1) || check(places.slice(0, 8)) !== places[8]) return undefined
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
}

/** Odd weights below 32 have inverses: one wrong letter always shows, and most swapped neighbours do. */
function check(places: readonly number[]): number {
  return places.reduce((sum, place, at) => (sum + place * (2 * at + 3)) % 32, 0)
}
