import type { AttackMode } from '../attack-mode.ts'
import { aesCtr, chaCha20Running } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { lowercase, digits, letters } from '../engine/keys.ts'
import { appended, endingOf, replacedName } from '../engine/names.ts'
import { type ByteRange, clipped, every, kibibyte, mebibyte, spots } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** Databases, archives and disks get more spots. */
const important = new Set(
  'rar zip 7z bz2 tgz lzo tar iso vmdk vmem tib sql db db3 dbf mdf ndf frm myd sqlite sqlite3 accdb mdb fdb db-wal db-shm sdf csv 1cd'.split(
    ' ',
  ),
)

type Limits = readonly (readonly [belowMebibytes: number, spots: number])[]

const importantSpots: Limits = [
  [6, 4],
  [50, 16],
  [100, 32],
  [500, 64],
  [2048, 128],
  [12 * kibibyte, 256],
  [24 * kibibyte, 512],
  [Infinity, 1024],
]
const ordinarySpots: Limits = [
  [30, 3],
  [200, 4],
  [500, 5],
  [1024, 8],
  [2048, 12],
  [Infinity, 16],
]

/** Families that encrypt a number of spots which depends on size and kind. */
export const spotted: readonly AttackMode[] = [
  inPlaceMode({
    name: 'shinra',
    group: 'intermittent',
    cipher: aesCtr,
    footer: fixedFooter(768),
    ranges: shinraRanges,
    rename: replacedName(lowercase + digits, 10, (campaign) => letters(5, lowercase, `shinra ${campaign}`)),
    note: () => textNote('!READ_ME!.txt', 'mail'),
  }),
  inPlaceMode({
    name: 'proton',
    group: 'intermittent',
    cipher: chaCha20Running,
    footer: fixedFooter(176),
    ranges: protonRanges,
    rename: (path) => `${path}.[drill@example.invalid].Proton`,
    note: () => textNote('#README.txt', 'mail'),
  }),
  // From secondary sources: every other 16 bytes.
  inPlaceMode({
    name: 'lockfile',
    group: 'intermittent',
    ranges: (size) => every(size, 32, 16),
    rename: appended('lockfile'),
    note: () => textNote('LOCKFILE-README.txt', 'mail'),
  }),
  // Unverified: all of it; the first MiB; 1 MiB and then so many left out.
  ...(
    [
      ['revil-full', 'full', (size) => clipped(size, [[0, size]])],
      ['revil-fast', 'head', (size) => clipped(size, [[0, mebibyte]])],
      ['revil-skip', 'intermittent', (size) => every(size, 4 * mebibyte, mebibyte)],
    ] satisfies [string, AttackMode['group'], (size: number) => ByteRange[]][]
  ).map(([name, group, ranges]) =>
    inPlaceMode({
      name,
      group,
      ranges,
      footer: fixedFooter(232),
      rename: appended((campaign) => letters(7, lowercase + digits, `revil ${campaign}`)),
      note: (campaign) =>
        textNote(`${letters(7, lowercase + digits, `revil ${campaign}`)}-readme.txt`, 'the chat'),
    }),
  ),
]

/** Up to 448 KiB all; else 84 KiB at every n-th part, rounded up to 16 bytes (the alignment is the footer's). */
export function shinraRanges(size: number, path: string): ByteRange[] {
  if (size <= 448 * kibibyte) return clipped(size, [[0, size]])
  const count = spotsFor(size, path)
  return spots(size, count, Math.ceil(size / count / 16) * 16, 84 * kibibyte)
}

/** Up to 1.5 MiB all; else 256 KiB at i·(s/n), the last one at the very end. */
export function protonRanges(size: number, path: string): ByteRange[] {
  if (size <= 1.5 * mebibyte) return clipped(size, [[0, size]])
  const count = important.has(endingOf(path)) ? spotsFor(size, path) : 3
  const spot = 256 * kibibyte
  const starts = Array.from({ length: count }, (_, place) =>
    place === count - 1 ? size - spot : place * Math.floor(size / count),
  )
  return clipped(
    size,
    starts.map((start) => [start, spot] as const),
  )
}

function spotsFor(size: number, path: string): number {
  const table = important.has(endingOf(path)) ? importantSpots : ordinarySpots
  return table.find(([below]) => size < below * mebibyte)?.[1] ?? 3
}
