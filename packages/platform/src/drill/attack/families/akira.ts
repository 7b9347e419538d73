import type { AttackMode } from '../attack-mode.ts'
import { chaCha20PerRange } from '../engine/ciphers.ts'
import { fixedFooter } from '../engine/footers.ts'
import { inPlaceMode } from '../engine/in-place.ts'
import { appended, endingOf } from '../engine/names.ts'
import { type ByteRange, clipped, spots } from '../engine/ranges.ts'
import { textNote } from '../notes.ts'

/** Disks of virtual machines are encrypted as a whole (mode 0), whatever the percentage says. */
const wholeEndings = new Set(
  'avdx vhd pvm bin avhd vsv vmx vmsn vmsd vmrs vmem vmcx vhdx vmdk nvram iso raw qcow2 vdi subvol'.split(
    ' ',
  ),
)
const largestPart = 2_000_000

/** 512 bytes of a wrapped key and 22 of settings: mode at +12, percentage at +13, the original size at +14. */
const akiraFooter = fixedFooter(534, { sizeAt: 14 })

/** Akira on Windows and Linux at 10, 20 and 50 percent. */
export const akira: readonly AttackMode[] = [10, 20, 50].map((percent) =>
  inPlaceMode({
    name: `akira-${percent}`,
    group: 'intermittent',
    cipher: chaCha20PerRange,
    footer: { ...akiraFooter, marks: [{ at: 12, bytes: Buffer.from([1, percent]) }] },
    ranges: (size, path) => akiraRanges(size, percent, path),
    rename: appended('akira'),
    note: () => textNote('akira_readme.txt', 'the recovery portal'),
  }),
)

/** Up to 2,000,000 bytes the first `percent`; larger: 2 of 3 or 4 of 5 parts of the percentage, spread from 0. */
export function akiraRanges(size: number, percent: number, path = ''): ByteRange[] {
  if (wholeEndings.has(endingOf(path))) return clipped(size, [[0, size]])
  const total = Math.floor((size * percent) / 100)
  if (size <= largestPart) return clipped(size, [[0, total]])
  const [parts, count] = percent < 50 ? [3, 2] : [5, 4]
  const chunk = Math.floor(total / parts)
  return spots(size, count, Math.floor((size - chunk * count) / parts), chunk)
}
