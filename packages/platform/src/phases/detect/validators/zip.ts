import { crc32, inflateRawSync } from 'node:zlib'

import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

const endRecord = 0x06054b50
const centralEntry = 0x02014b50
const localEntry = 0x04034b50
/** A check may inflate this much of an archive; what lies beyond is checked by structure only. */
const maxPlain = 256 * 1024 * 1024
const maxEntries = 65_535

/**
 * The zip family (docx, xlsx, pptx, odf, jar, epub): end record, central directory, and for every entry the
 * local header and the CRC-32 after decompression (APPNOTE 6.3).
 */
export const zip: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const end = findEndRecord(buffer)
  if (end < 0) return broken(0, 'the end record is missing')
  const count = buffer.readUInt16LE(end + 10)
  const directory = buffer.readUInt32LE(end + 16)
  if (directory > end) return broken(end, 'the central directory lies outside')
  const budget = { plain: maxPlain, encrypted: 0 }
  let at = directory
  for (let entry = 0; entry < Math.min(count, maxEntries); entry += 1) {
    if (at + 46 > end || buffer.readUInt32LE(at) !== centralEntry)
      return broken(at, 'the central directory is torn')
    const problem = checkEntry(buffer, at, budget)
    if (problem !== undefined) return problem
    at += 46 + buffer.readUInt16LE(at + 28) + buffer.readUInt16LE(at + 30) + buffer.readUInt16LE(at + 32)
  }
  const fileEnd = end + 22 + buffer.readUInt16LE(end + 20)
  return valid(budget.encrypted > 0 || budget.plain <= 0 ? 'structure' : 'checksum', fileEnd)
}

/** The end record stands in the last 65,557 bytes; with a comment that fits exactly, or with a footer behind it. */
function findEndRecord(buffer: Buffer): number {
  for (let at = buffer.length - 22; at >= Math.max(0, buffer.length - 65_557); at -= 1) {
    if (buffer.readUInt32LE(at) === endRecord) return at
  }
  return -1
}

function checkEntry(
  buffer: Buffer,
  at: number,
  budget: { plain: number; encrypted: number },
): Validity | undefined {
  const flags = buffer.readUInt16LE(at + 8)
  const method = buffer.readUInt16LE(at + 10)
  const crc = buffer.readUInt32LE(at + 16)
  const stored = buffer.readUInt32LE(at + 20)
  const plain = buffer.readUInt32LE(at + 24)
  const local = buffer.readUInt32LE(at + 42)
  if (local + 30 > buffer.length || buffer.readUInt32LE(local) !== localEntry) {
    return broken(local, 'a local header is missing')
  }
  const start = local + 30 + buffer.readUInt16LE(local + 26) + buffer.readUInt16LE(local + 28)
  if (start + stored > buffer.length) return broken(start, 'an entry is longer than the file')
  if ((flags & 1) !== 0) {
    budget.encrypted += 1
    return undefined
  }
  budget.plain -= plain
  if (budget.plain <= 0 || (method !== 0 && method !== 8)) return undefined
  try {
    const data = buffer.subarray(start, start + stored)
    const content = method === 0 ? data : inflateRawSync(data, { maxOutputLength: Math.max(1, plain) })
    return crc32(content) === crc ? undefined : broken(start, 'the checksum of an entry is wrong')
  } catch {
    return broken(start, 'an entry does not decompress')
  }
}
