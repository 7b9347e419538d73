import { inflateSync } from 'node:zlib'

import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** Flate streams that are decompressed as a sample; each at most this many bytes. */
const sampledStreams = 64
const maxStream = 64 * 1024 * 1024

/**
 * PDF (ISO 32000), permissive about producers: the header, `startxref` that points at a cross-reference
 * table or stream, `%%EOF`, and Flate streams that decompress. A kept header alone is not enough.
 */
export const pdf: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const header = buffer.subarray(0, 1024).indexOf('%PDF-')
  if (header < 0) return broken(0, 'the header is missing')
  const tailStart = Math.max(0, buffer.length - 4096)
  const tail = buffer.toString('latin1', tailStart)
  const eof = tail.lastIndexOf('%%EOF')
  if (eof < 0) return broken(tailStart, 'the end mark is missing')
  const reference = Number(
    /startxref\s+(\d+)\s+%%EOF/.exec(tail.slice(Math.max(0, eof - 64), eof + 5))?.[1] ?? '-1',
  )
  const target = buffer.toString('latin1', reference + header, reference + header + 24).trimStart()
  if (reference < 0 || !/^(?:xref|\d+\s+\d+\s+obj)/.test(target)) {
    return broken(tailStart + eof, 'the cross-reference is not where the file says')
  }
  const torn = firstTornStream(buffer)
  if (torn >= 0) return broken(torn, 'a compressed stream does not decompress')
  const end = tailStart + eof + 5
  const newlines = /^\r?\n?/.exec(tail.slice(eof + 5))?.[0].length ?? 0
  return valid('decoded', end + newlines)
}

/** Offset of the first sampled Flate stream that does not decompress; −1 when all do. */
function firstTornStream(buffer: Buffer): number {
  let from = 0
  for (let sample = 0; sample < sampledStreams; sample += 1) {
    const filter = buffer.indexOf('/FlateDecode', from)
    const keyword = filter < 0 ? -1 : buffer.indexOf('stream', filter)
    if (keyword < 0) return -1
    const start = keyword + (buffer[keyword + 6] === 0x0d ? 8 : 7)
    const end = buffer.indexOf('endstream', start)
    if (end < 0) return keyword
    if (isPlainFlate(buffer, filter, keyword) && !inflates(buffer.subarray(start, end))) return start
    from = end
  }
  return -1
}

/** Encrypted or doubly filtered streams cannot be judged by inflating them. */
function isPlainFlate(buffer: Buffer, filter: number, keyword: number): boolean {
  const dictionary = buffer.toString('latin1', Math.max(0, filter - 200), keyword)
  return !/\/Crypt|ASCII85Decode|ASCIIHexDecode|LZWDecode/.test(dictionary) && buffer.indexOf('/Encrypt') < 0
}

function inflates(stream: Buffer): boolean {
  try {
    inflateSync(stream, { maxOutputLength: maxStream })
    return true
  } catch (error) {
    return error instanceof RangeError
  }
}
