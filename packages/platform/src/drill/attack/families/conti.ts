import type { AttackMode } from '../attack-mode.ts'
import { chaCha20Running } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode, type InPlaceFamily } from '../engine/in-place.ts'
import { letters, uppercase } from '../engine/keys.ts'
import { appended, endingOf } from '../engine/names.ts'
import { type ByteRange, clipped, mebibyte, spots } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** Percentage in the configuration → part of one chunk in percent, and how many chunks. */
const chunksOf = new Map<number, readonly [part: number, count: number]>([
  [10, [4, 3]],
  [15, [5, 3]],
  [20, [7, 3]],
  [25, [9, 3]],
  [30, [10, 3]],
  [35, [12, 3]],
  [40, [14, 3]],
  [50, [10, 5]],
  [60, [20, 3]],
  [70, [23, 3]],
  [80, [27, 3]],
])

const databaseEndings = new Set('db db3 dbf mdb mdf ndf ora sql sqlite sqlite3 sqlitedb myd ndf'.split(' '))
const diskEndings = new Set('vdi vhd vhdx vmdk vmem vmsn vsv avhd nvram raw qcow2 subvol iso'.split(' '))

/** Conti v3: whole files, the first MiB, or parts; and the choice by size and ending (unverified: leaked source). */
export const conti: readonly AttackMode[] = [
  contiMode('conti-full', 'full', (size) => clipped(size, [[0, size]])),
  contiMode('conti-header', 'head', header),
  ...[...chunksOf.keys()].map((percent) =>
    contiMode(`conti-${percent}`, 'intermittent', (size) => contiRanges(size, percent)),
  ),
  contiMode('conti-auto', 'full', byEnding),
]

/** Equal chunks with equal gaps, from the first byte to the last; at 50 percent the gap is a chunk. */
export function contiRanges(size: number, percent: number): ByteRange[] {
  const [part, count] = chunksOf.get(percent) ?? [7, 3]
  const chunk = Math.floor(size / 100) * part
  const gap = count === 5 ? chunk : Math.floor((size - count * chunk) / 2)
  return spots(size, count, chunk + gap, chunk)
}

function header(size: number): ByteRange[] {
  return clipped(size, [[0, mebibyte]])
}

function byEnding(size: number, path: string): ByteRange[] {
  const ending = endingOf(path)
  if (databaseEndings.has(ending)) return clipped(size, [[0, size]])
  if (diskEndings.has(ending)) return contiRanges(size, 20)
  if (size <= mebibyte) return clipped(size, [[0, size]])
  return size <= 5 * mebibyte ? header(size) : contiRanges(size, 50)
}

function contiMode(name: string, group: AttackMode['group'], ranges: InPlaceFamily['ranges']): AttackMode {
  return inPlaceMode({
    name,
    group,
    ranges,
    cipher: chaCha20Running,
    footer: fixedFooter(534),
    rename: appended((campaign) => letters(5, uppercase, `conti ${campaign}`)),
    note: () => textNote('readme.txt', 'our page'),
  })
}
