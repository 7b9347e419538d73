import { basename } from 'node:path'

import type { AttackMode } from '../attack-mode.ts'
import { fixedFooter, type Footer } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { digits, letters, lowercase, uppercase } from '../engine/keys.ts'
import { appended, replacedName } from '../engine/names.ts'
import { type ByteRange, clipped, kibibyte } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

const mixed = lowercase + uppercase + digits
const block = 128 * kibibyte

/** The whole name is replaced; the compressed original stands in the footer, whose length therefore varies. */
const lockBit3Footer: Footer = {
  length: (_, path) => Math.min(0x2e0, 0xd8 + 2 * Buffer.byteLength(basename(path))),
  sizeFromEnd: 0x88,
}

/** LockBit 2 (from secondary sources): the first 4 KiB of most files. The cipher is unverified. */
const lockBit2 = inPlaceMode({
  name: 'lockbit2-head',
  group: 'head',
  ranges: (size) => clipped(size, [[0, 4 * kibibyte]]),
  footer: fixedFooter(512),
  rename: appended('lockbit'),
  note: () => textNote('Restore-My-Files.txt', 'the chat'),
})

/** LockBit 3, also BlackMatter: areas of 128-KiB blocks. */
export const lockBit: readonly AttackMode[] = [
  lockBit2,
  lockBit3('lockbit3-first-block', 'head', { head: 0, area: 0, space: 0 }),
  lockBit3('lockbit3-full', 'full', { head: 1e9, area: 0, space: 0 }),
  lockBit3('lockbit3-spaced', 'intermittent', { head: 0, area: 0, space: 2 * block }),
  lockBit3('lockbit3-wide', 'intermittent', { head: 1, area: 1, space: 8 * block }),
]

/** `head` and `area` count blocks beyond the first one; without space only the first area is encrypted. */
export function lockBit3Ranges(
  size: number,
  { head, area, space }: { head: number; area: number; space: number },
): ByteRange[] {
  const ranges: [number, number][] = [[0, (head + 1) * block]]
  if (space > 0) {
    const step = area * block + space + block
    for (let at = head * block + space + block; at < size; at += step) ranges.push([at, (area + 1) * block])
  }
  return clipped(size, ranges)
}

function lockBit3(
  name: string,
  group: AttackMode['group'],
  areas: { head: number; area: number; space: number },
): AttackMode {
  const ending = (campaign: string) => letters(9, mixed, `lockbit ${campaign}`)
  return inPlaceMode({
    name,
    group,
    ranges: (size) => lockBit3Ranges(size, areas),
    footer: lockBit3Footer,
    rename: replacedName(mixed, 7, ending),
    note: (campaign) => textNote(`${ending(campaign)}.README.txt`, 'the chat'),
  })
}
