import type { AttackMode } from '../attack-mode.ts'
import { chaCha20Running, reusedKeystream } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { digits, letters, lowercase } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { type ByteRange, clipped, every } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

const gibibyte = 2 ** 30

/** Black Basta: April 2023 with one keystream of 64 bytes for every block, and 2022 (from secondary sources). */
export const basta: readonly AttackMode[] = [
  inPlaceMode({
    name: 'basta-2023',
    group: 'repeating',
    cipher: reusedKeystream(64),
    footer: fixedFooter(133, { ending: Buffer.from('0123', 'hex') }),
    ranges: basta2023Ranges,
    rename: appended((campaign) => letters(9, lowercase + digits, `basta ${campaign}`)),
    note: () => textNote('instructions_read_me.txt', 'the chat'),
  }),
  inPlaceMode({
    name: 'basta-2022',
    group: 'intermittent',
    cipher: chaCha20Running,
    footer: fixedFooter(133),
    ranges: basta2022Ranges,
    rename: appended('basta'),
    note: () => textNote('readme.txt', 'the chat'),
  }),
]

/** A last block that is not whole stays as it was. */
export function basta2023Ranges(size: number): ByteRange[] {
  if (size > gibibyte) {
    return [...clipped(size, [[0, 5000]]), ...every(size, 6400, 64, 5000)].filter(isWhole)
  }
  return every(size, size < 5000 ? 64 : 192, 64).filter(isWhole)
}

export function basta2022Ranges(size: number): ByteRange[] {
  if (size <= 704) return clipped(size, [[0, size]])
  return every(size, size <= 4096 ? 256 : 192, 64)
}

function isWhole({ length }: ByteRange): boolean {
  return length >= 64
}
