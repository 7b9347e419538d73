import { crc32 } from 'node:zlib'

import { decompress } from '../decompress.ts'
import { text } from '../text.ts'
import { broken, type Validity } from '../validity.ts'

const centralEntry = 0x02014b50
const localEntry = 0x04034b50

/** What a check may still cost, and whether something could not be checked. */
export interface Budget {
  work: number
  opaque: boolean
}

/** One line of the central directory with its place in the file. */
export interface Entry {
  readonly name: string
  readonly flags: number
  readonly method: number
  readonly crc: number
  readonly plainBytes: number
  /** The entry's data. */
  readonly stored: { readonly start: number; readonly end: number }
  /** From the local header to the data descriptor. */
  readonly extent: { readonly start: number; readonly end: number }
  /** Extra fields larger than any alignment needs. */
  readonly hasLargeExtra: boolean
  /** Position of the next line. */
  readonly next: number
}

/** Reads a line of the directory and the local header it points at. */
export function readEntry(buffer: Buffer, at: number, end: number): Entry | Validity {
  if (at + 46 > end || buffer.readUInt32LE(at) !== centralEntry) {
    return broken(at, 'the central directory is torn')
  }
  const [nameBytes, extraBytes, commentBytes] = [28, 30, 32].map((field) =>
    buffer.readUInt16LE(at + field),
  ) as [number, number, number]
  const next = at + 46 + nameBytes + extraBytes + commentBytes
  if (next > end) return broken(at, 'an entry is longer than the central directory')
  const flags = buffer.readUInt16LE(at + 8)
  const sizes = sizesOf(buffer, at, at + 46 + nameBytes, extraBytes)
  const { local } = sizes
  if (local + 30 > buffer.length || buffer.readUInt32LE(local) !== localEntry) {
    return broken(at, 'a local header is missing')
  }
  const name = buffer.subarray(at + 46, at + 46 + nameBytes)
  const localExtra = buffer.readUInt16LE(local + 28)
  if (!buffer.subarray(local + 30, local + 30 + buffer.readUInt16LE(local + 26)).equals(name)) {
    return broken(local, 'a local header names another entry')
  }
  const start = local + 30 + nameBytes + localExtra
  if (start + sizes.stored > buffer.length) return broken(at, 'an entry is longer than the file')
  const stored = { start, end: start + sizes.stored }
  return {
    name: name.toString('latin1'),
    flags,
    method: buffer.readUInt16LE(at + 10),
    crc: buffer.readUInt32LE(at + 16),
    plainBytes: sizes.plain,
    stored,
    extent: { start: local, end: stored.end + descriptorBytes(buffer, stored.end, flags) },
    hasLargeExtra: localExtra + extraBytes + commentBytes > 4096,
    next,
  }
}

/** Checks the content of an entry as far as the budget reaches; undefined when nothing is wrong. */
export function checkEntry(buffer: Buffer, entry: Entry, budget: Budget): Validity | undefined {
  const { stored, method, plainBytes } = entry
  budget.work -= stored.end - stored.start + plainBytes
  const isEncrypted = (entry.flags & 1) !== 0
  if (budget.work < 0 || isEncrypted || entry.hasLargeExtra || (method !== 0 && method !== 8)) {
    budget.opaque = true
    return undefined
  }
  const content = contentOf(buffer.subarray(stored.start, stored.end), method, plainBytes)
  if (content === undefined) return broken(stored.start, 'an entry does not decompress')
  if (crc32(content) !== entry.crc) return broken(stored.start, 'the checksum of an entry is wrong')
  // An office document whose text was replaced by something unreadable is intact as an archive only.
  if (isOfficePart(entry.name) && content.length > 0 && text(content).state === 'broken') budget.opaque = true
  return undefined
}

/** An entry decompressed; undefined when it is damaged or has another length than the directory says. */
export function contentOf(data: Buffer, method: number, plainBytes: number): Buffer | undefined {
  if (method === 0) return data.length === plainBytes ? data : undefined
  const result = decompress('deflate', data, plainBytes)
  if ('failure' in result || result.consumed !== data.length) return undefined
  return result.content.length === plainBytes ? result.content : undefined
}

function isOfficePart(name: string): boolean {
  return /(?:^|\/)(?:\[Content_Types\]|content|styles|meta|document|workbook|presentation|sheet\d+|slide\d+)\.xml$|\.rels$/.test(
    name,
  )
}

interface Sizes {
  readonly stored: number
  readonly plain: number
  readonly local: number
}

/** Sizes and place of an entry; fields that are all ones stand in the zip64 extra field (APPNOTE 4.5.3). */
function sizesOf(buffer: Buffer, at: number, extra: number, extraBytes: number): Sizes {
  const fields = [at + 24, at + 20, at + 42].map((field) => buffer.readUInt32LE(field))
  if (!fields.includes(0xffffffff)) {
    const [plain = 0, stored = 0, local = 0] = fields
    return { plain, stored, local }
  }
  let place = zip64Field(buffer, extra, extra + extraBytes)
  const [plain = 0, stored = 0, local = 0] = fields.map((value) => {
    if (value !== 0xffffffff || place < 0 || place + 8 > buffer.length) return value
    place += 8
    return Number(buffer.readBigUInt64LE(place - 8))
  })
  return { plain, stored, local }
}

function zip64Field(buffer: Buffer, start: number, end: number): number {
  for (let at = start; at + 4 <= end; at += 4 + buffer.readUInt16LE(at + 2)) {
    if (buffer.readUInt16LE(at) === 1) return at + 4
  }
  return -1
}

/** Length of the data descriptor (APPNOTE 4.3.9): with or without signature, sizes of 4 or 8 bytes. */
function descriptorBytes(buffer: Buffer, at: number, flags: number): number {
  if ((flags & 8) === 0) return 0
  const signed = at + 4 <= buffer.length && buffer.readUInt32LE(at) === 0x08074b50
  const wide = at + 24 <= buffer.length && buffer.readUInt32LE(at + 20) === 0 && !isEntry(buffer, at + 16)
  return (signed ? 4 : 0) + (wide && signed ? 20 : 12)
}

function isEntry(buffer: Buffer, at: number): boolean {
  const signature = buffer.readUInt32LE(at)
  return signature === localEntry || signature === centralEntry
}
