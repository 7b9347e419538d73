import { any, ascii, type Pattern } from './beginnings.ts'
import { anyByte } from './validity.ts'

/**
 * Kinds of content that are told by bytes far behind the beginning, in the order of the table of kinds. A record of a
 * blob keeps which of them it begins as, because it keeps no more than 64 bytes of it. Their places in this list are
 * part of the records: new ones come last.
 */
export const lateBeginnings = {
  tar: [[...any(257), ...ascii('ustar')]],
  ext4: [{ from: 1080, bytes: [0x53, 0xef, anyByte, 0, anyByte, 0] }],
  btrfs: [{ from: 0x1_0040, bytes: ascii('_BHRfS_M') }],
  // Four partitions that are active or not, and the mark behind them.
  disk: [0, 0x80].map((first) => ({
    from: 446,
    bytes: [first, ...any(15), 0, ...any(15), 0, ...any(15), 0, ...any(15), 0x55, 0xaa],
  })),
} satisfies Readonly<Record<string, readonly Pattern[]>>

/** Their names; the place of a name is its code. */
export const lateTypes: readonly string[] = Object.keys(lateBeginnings)
