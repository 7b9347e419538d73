import type { AttackMode } from '../attack-mode.ts'
import { type Footer } from '../engine/footers.ts'
import { inPlaceMode, type InPlaceFamily } from '../engine/in-place.ts'
import { digits, letters, lowercase } from '../engine/keys.ts'
import { appended } from '../engine/names.ts'
import { type ByteRange, clipped, every, kibibyte, mebibyte } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** RSA block, 512·k more, 2 and a marker of 4 bytes; k grows with the size, which is our choice (unverified). */
const blackCatFooter: Footer = {
  length: (size) => 256 + 512 * (size > mebibyte ? 2 : 1) + 2 + 4,
  sizeFromEnd: 12,
  ending: Buffer.from([0x19, 0x47, 0xb7, 0x4d]),
}

/**
 * ALPHV, also called BlackCat: one mapper under six names. The patterns are facts of the mapper; the rules of
 * SmartPattern, AdvancedSmartPattern and Auto come from secondary sources (partly unverified).
 */
export const blackCat: readonly AttackMode[] = [
  blackCatMode('blackcat-full', 'full', (size) => clipped(size, [[0, size]])),
  blackCatMode('blackcat-head-only', 'head', (size) => clipped(size, [[0, 64 * kibibyte]])),
  blackCatMode('blackcat-dot-pattern', 'intermittent', (size) => every(size, 16 * kibibyte, 4 * kibibyte)),
  blackCatMode('blackcat-smart-pattern', 'intermittent', (size) => smart(size, 4 * kibibyte, 10)),
  blackCatMode('blackcat-advanced-smart', 'intermittent', (size) => advanced(size, 4 * kibibyte, 20, 10)),
  blackCatMode('blackcat-auto', 'intermittent', auto),
]

/** `length` bytes at every step of `percent` of the file. */
function smart(size: number, length: number, percent: number): ByteRange[] {
  return every(size, Math.max(length, Math.floor((size * percent) / 100)), length)
}

/** The first `length` bytes, the rest in `blocks` equal blocks of which each one's first `percent` is encrypted. */
function advanced(size: number, length: number, percent: number, blocks: number): ByteRange[] {
  const block = Math.max(1, Math.floor((size - length) / blocks))
  if (size <= length) return clipped(size, [[0, size]])
  const rest = every(size, block, Math.max(1, Math.floor((block * percent) / 100)), length)
  return [...clipped(size, [[0, length]]), ...rest]
}

/** Small files as a whole, others by pattern. */
function auto(size: number): ByteRange[] {
  return size <= 256 * kibibyte ? clipped(size, [[0, size]]) : smart(size, 64 * kibibyte, 20)
}

function blackCatMode(name: string, group: AttackMode['group'], ranges: InPlaceFamily['ranges']): AttackMode {
  const ending = (campaign: string) => letters(7, lowercase + digits, `blackcat ${campaign}`)
  return inPlaceMode({
    name,
    group,
    ranges,
    footer: blackCatFooter,
    rename: appended(ending),
    note: (campaign) => textNote(`RECOVER-${ending(campaign)}-FILES.txt`, 'the portal'),
  })
}
