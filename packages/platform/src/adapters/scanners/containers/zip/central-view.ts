import { type Source } from '../source.ts'
import { nameOf } from '../member-place.ts'
import { type Entry, extraField64 } from './entry.ts'

const endRecord = Buffer.from('PK\x05\x06', 'latin1')
const centralEntry = 0x02014b50
const localEntry = 0x04034b50
/** End record and the longest comment. */
const tailBytes = 65_557

interface Directory {
  readonly start: number
  readonly end: number
  /** Bytes that stand before the archive, as in a program that unpacks itself. */
  readonly shift: number
}

/** Where an end record stands; −1 when there is none. With several, the last that fits: programs look from the end. */
export function endRecordAt(source: Source): number {
  const start = Math.max(0, source.size - tailBytes)
  const tail = source.read(start, tailBytes)
  for (let at = tail.length - 22; at >= 0; at -= 1) {
    at = tail.lastIndexOf(endRecord, at)
    if (at < 0) return -1
    if (at + 22 <= tail.length) return start + at
  }
  return -1
}

/** What the central directory says (APPNOTE 4.3.12); undefined when there is none, or when it is torn. */
export function centralView(source: Source, mostEntries: number): readonly Entry[] | undefined {
  const directory = findDirectory(source)
  if (directory === undefined) return undefined
  const entries: Entry[] = []
  for (let at = directory.start; at + 46 <= directory.end;) {
    const fixed = source.read(at, 46)
    if (fixed.length < 46 || fixed.readUInt32LE(0) !== centralEntry) return undefined
    const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) => fixed.readUInt16LE(field)) as [
      number,
      number,
      number,
    ]
    const extra = source.read(at + 46 + nameBytes, extraBytes)
    const place = placeOf(source, fixed, extra, directory.shift)
    if (place === undefined) return undefined
    entries.push({ ...place, name: nameOf(source.read(at + 46, nameBytes)) })
    if (entries.length > mostEntries) return entries
    at += 46 + nameBytes + extraBytes + commentBytes
  }
  return entries
}

function placeOf(
  source: Source,
  fixed: Buffer,
  extra: Buffer,
  shift: number,
): Omit<Entry, 'name'> | undefined {
  const [plain = 0, packed = 0, local = 0] = extraField64(extra, [
    fixed.readUInt32LE(24),
    fixed.readUInt32LE(20),
    fixed.readUInt32LE(42),
  ])
  // Some writers count from the beginning of the file, some from that of the archive.
  for (const header of [local + shift, local]) {
    const fields = source.read(header, 30)
    if (fields.length < 30 || fields.readUInt32LE(0) !== localEntry) continue
    const start = header + 30 + fields.readUInt16LE(26) + fields.readUInt16LE(28)
    return {
      header,
      start,
      end: start + packed,
      method: fixed.readUInt16LE(10),
      isEncrypted: (fixed.readUInt16LE(8) & 0x2041) !== 0,
      plain,
    }
  }
  return undefined
}

function findDirectory(source: Source): Directory | undefined {
  const at = endRecordAt(source)
  if (at < 0) return undefined
  const record = source.read(at, 22)
  const [size, start] = [record.readUInt32LE(12), record.readUInt32LE(16)]
  const isLarge = size === 0xffffffff || start === 0xffffffff || record.readUInt16LE(10) === 0xffff
  const large = isLarge ? largeDirectory(source, at) : undefined
  if (large !== undefined) return large
  if (size > at) return undefined
  // The directory ends where the end record begins, whatever stands before the archive.
  return { start: at - size, end: at, shift: at - size - start }
}

/** The end record of archives beyond 4 GiB or 65,535 entries (APPNOTE 4.3.14, 4.3.15). */
function largeDirectory(source: Source, end: number): Directory | undefined {
  const locator = source.read(end - 20, 20)
  if (end < 20 || locator.length < 20 || locator.readUInt32LE(0) !== 0x07064b50) return undefined
  const said = Number(locator.readBigUInt64LE(8))
  // Directly before the locator when it is not where the locator says.
  for (const at of [said, end - 76]) {
    const record = source.read(at, 56)
    if (at < 0 || record.length < 56 || record.readUInt32LE(0) !== 0x06064b50) continue
    const [size, start] = [Number(record.readBigUInt64LE(40)), Number(record.readBigUInt64LE(48))]
    if (size > at) return undefined
    return { start: at - size, end: at, shift: at - size - start }
  }
  return undefined
}
