import { crc32 } from 'node:zlib'

import { decompress } from './decompress.ts'
import { asBuffer, broken, hasBytes, valid, type Validator, type Validity } from './validity.ts'

/** Decompressed bytes that a check may cost; what is larger is judged by its structure only. */
export const maxPlain = 128 * 1024 * 1024
/** Block-wise writers put 64 KiB into a member; each costs a tenth of a millisecond and more. */
const maxMembers = 4096

/** gzip (RFC 1952): every member decompresses, its CRC and length fit; the end is where the last one ends. */
export const gzip: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const budget = { plain: maxPlain }
  let at = 0
  for (let member = 0; member < maxMembers; member += 1) {
    const result = checkMember(buffer, at, budget)
    if (typeof result !== 'number') return result
    at = result
    if (!hasBytes(buffer, at, [0x1f, 0x8b]))
      return valid('checksum', isPadding(buffer, at) ? buffer.length : at)
  }
  return valid('structure', buffer.length)
}

/** What a gzip file of one member holds; undefined for anything else, and for more than `limit` bytes. */
export function gunzipped(bytes: Uint8Array, limit: number): Buffer | undefined {
  const buffer = asBuffer(bytes)
  const data = endOfHeader(buffer, 0)
  const result = data < 0 ? undefined : decompress('deflate', buffer.subarray(data), limit)
  return result !== undefined && 'content' in result ? result.content : undefined
}

/** Where the member ends, or what is wrong with it. */
function checkMember(buffer: Buffer, start: number, budget: { plain: number }): number | Validity {
  const data = endOfHeader(buffer, start)
  if (data < 0) return broken(start, 'the header is torn')
  const result = decompress('deflate', buffer.subarray(data), budget.plain)
  if ('failure' in result) {
    // Too large to decompress here: nothing was proved, nothing is wrong.
    if (result.failure === 'too-large') return valid('structure', buffer.length)
    return broken(result.failure === 'cut-off' ? buffer.length : data, 'it does not decompress')
  }
  const { content, consumed } = result
  budget.plain -= content.length
  const trailer = data + consumed
  if (trailer + 8 > buffer.length) return broken(buffer.length, 'the checksum is missing')
  if (buffer.readUInt32LE(trailer) !== crc32(content)) return broken(data, 'the checksum is wrong')
  if (buffer.readUInt32LE(trailer + 4) !== content.length >>> 0) return broken(trailer, 'the length is wrong')
  return trailer + 8
}

/** First byte of the compressed data; −1 when the header runs out of the file. */
function endOfHeader(buffer: Buffer, start: number): number {
  const flags = buffer[start + 3] ?? 0xff
  if (!hasBytes(buffer, start, [0x1f, 0x8b, 8]) || (flags & 0xe0) !== 0) return -1
  let at = start + 10
  if ((flags & 4) !== 0) at += 2 + (buffer[at] ?? 0) + ((buffer[at + 1] ?? 0) << 8)
  for (const field of [8, 16]) {
    if ((flags & field) === 0) continue
    const end = buffer.indexOf(0, at)
    if (end < 0) return -1
    at = end + 1
  }
  if ((flags & 2) !== 0) at += 2
  return at <= buffer.length ? at : -1
}

/** Tapes and block devices leave zeros behind the last member. */
function isPadding(buffer: Buffer, start: number): boolean {
  return buffer.subarray(start).every((byte) => byte === 0)
}
