import { crc32Table } from './cyclic-checks.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

const lastPage = 4

/**
 * Ogg (RFC 3533: Vorbis, Opus, Theora): the CRC of every page, page numbers without a gap, and a last page of
 * every stream. A recording that nobody ended lacks the last and is judged by structure.
 */
export const ogg: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const streams = new Map<number, { page: number; ended: boolean }>()
  let at = 0
  while (at < buffer.length && buffer.toString('latin1', at, at + 4) === 'OggS') {
    const end = endOfPage(buffer, at)
    if (end > buffer.length) return broken(at, 'a page is longer than the file')
    if (pageSum(buffer, at, end) !== buffer.readUInt32LE(at + 22)) {
      return broken(at, 'the checksum of a page is wrong')
    }
    const [serial, page] = [buffer.readUInt32LE(at + 14), buffer.readUInt32LE(at + 18)]
    const before = streams.get(serial)
    if (before !== undefined && !before.ended && page !== before.page + 1) {
      return broken(at, 'a page is missing')
    }
    streams.set(serial, { page, ended: (buffer.readUInt8(at + 5) & lastPage) !== 0 })
    at = end
  }
  const isEnded = [...streams.values()].every(({ ended }) => ended)
  if (at === 0) return broken(0, 'no page is complete')
  // What stands where a page is due is no footer while a stream still runs.
  if (at < buffer.length && !isEnded) return broken(at, 'a page has no beginning')
  return valid(isEnded ? 'checksum' : 'structure', at)
}

function endOfPage(buffer: Buffer, start: number): number {
  const segments = start + 27 <= buffer.length ? buffer.readUInt8(start + 26) : 0
  const body = start + 27 + segments
  if (body > buffer.length || segments === 0) return start + 27 + segments
  let length = 0
  for (const segment of buffer.subarray(start + 27, body)) length += segment
  return body + length
}

/** Of the page with zeros where its checksum stands. */
function pageSum(buffer: Buffer, start: number, end: number): number {
  let sum = 0
  for (let at = start; at < end; at += 1) {
    const byte = at >= start + 22 && at < start + 26 ? 0 : (buffer[at] ?? 0)
    sum = ((sum << 8) ^ (crc32Table[(sum >>> 24) ^ byte] ?? 0)) >>> 0
  }
  return sum
}
