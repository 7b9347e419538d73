import { broken, type Validity } from '../validity.ts'

const endRecord = 0x06054b50
const locator64 = 0x07064b50
const endRecord64 = 0x06064b50

/** Where the central directory lies. */
export interface Directory {
  readonly start: number
  readonly end: number
  readonly count: number
  /** Bytes between the directory and the end records. */
  readonly afterDirectory: number
  /** Length of the archive's comment. */
  readonly comment: number
  readonly fileEnd: number
}

/** Finds the end record (APPNOTE 4.3.16), zip64 where it is needed (4.3.14), and the directory before it. */
export function findDirectory(buffer: Buffer): Directory | Validity {
  const at = findEndRecord(buffer)
  if (at < 0) return broken(buffer.length, 'the end record is missing')
  const comment = buffer.readUInt16LE(at + 20)
  const fileEnd = at + 22 + comment
  if (fileEnd > buffer.length) return broken(at, 'the comment is longer than the file')
  const small = {
    count: buffer.readUInt16LE(at + 10),
    size: buffer.readUInt32LE(at + 12),
    start: buffer.readUInt32LE(at + 16),
    limit: at,
  }
  const large = small.count === 0xffff || small.size === 0xffffffff || small.start === 0xffffffff
  const found = large ? (readEndRecord64(buffer, at - 20) ?? small) : small
  const end = found.start + found.size
  if (end > found.limit) return broken(at, 'the central directory lies outside')
  if (found.count * 46 > found.size) return broken(at, 'more entries than the central directory holds')
  return { start: found.start, end, count: found.count, afterDirectory: found.limit - end, comment, fileEnd }
}

/** The end record stands in the last 65,557 bytes; with a comment that fits exactly, or with a footer behind it. */
function findEndRecord(buffer: Buffer): number {
  for (let at = buffer.length - 22; at >= Math.max(0, buffer.length - 65_557); at -= 1) {
    if (buffer.readUInt32LE(at) === endRecord) return at
  }
  return -1
}

function readEndRecord64(
  buffer: Buffer,
  locator: number,
): { count: number; size: number; start: number; limit: number } | undefined {
  if (locator < 0 || buffer.readUInt32LE(locator) !== locator64) return undefined
  const at = Number(buffer.readBigUInt64LE(locator + 8))
  if (at + 56 > locator || buffer.readUInt32LE(at) !== endRecord64) return undefined
  const [count, size, start] = [32, 40, 48].map((field) => Number(buffer.readBigUInt64LE(at + field))) as [
    number,
    number,
    number,
  ]
  return { count, size, start, limit: at }
}
