import { crc32 } from 'node:zlib'

import { decompress } from './decompress.ts'
import { asBuffer, broken, metadataFits, valid, type Validator } from './validity.ts'

/** Chunks that are the picture itself; the others describe it. */
const pictureChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'fdAT', 'IEND'])
/** What the standard and its extensions know; whatever else a program keeps in a picture could be anything. */
const knownChunks = new Set(
  'cHRM cICP gAMA iCCP mDCV cLLI sBIT sRGB bKGD hIST tRNS eXIf pHYs sPLT tIME iTXt tEXt zTXt acTL fcTL oFFs pCAL sCAL sTER dSIG'.split(
    ' ',
  ),
)
/** Unpacked pixels that a check may cost: a photograph of 40 megapixels. */
const maxPixels = 128 * 1024 * 1024

/**
 * PNG (ISO/IEC 15948): the CRC of every chunk, IHDR first, IEND last, and the data chunks together are one zlib
 * stream with a right Adler-32: whoever encrypts them can write new sums for the chunks, not for what is inside.
 */
export const png: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let [picture, metadata, foreign, dataAt] = [0, 0, 0, -1]
  const data: Buffer[] = []
  let at = 8
  for (let chunk = 0; at + 12 <= buffer.length; chunk += 1) {
    const length = buffer.readUInt32BE(at)
    const end = at + 12 + length
    if (end > buffer.length) return broken(at, 'a chunk is longer than the file')
    const type = buffer.toString('latin1', at + 4, at + 8)
    if (chunk === 0 && type !== 'IHDR') return broken(at, 'the first chunk is not IHDR')
    if (crc32(buffer.subarray(at + 4, end - 4)) !== buffer.readUInt32BE(end - 4)) {
      return broken(at, `the checksum of chunk ${printable(type)} is wrong`)
    }
    if (pictureChunks.has(type)) picture += length
    else if (knownChunks.has(type)) metadata += length
    else foreign += length
    if (type === 'IDAT') {
      data.push(buffer.subarray(at + 8, end - 4))
      if (dataAt < 0) dataAt = at
    }
    if (type === 'IEND') {
      const pixels = pixelsOf(data)
      if (pixels === 'damaged') return broken(dataAt, 'its picture does not decompress')
      const fits = metadataFits(metadata + foreign, picture) && foreign <= picture
      return valid(pixels === 'whole' && fits ? 'checksum' : 'structure', end)
    }
    at = end
  }
  return broken(at, 'the end chunk is missing')
}

function pixelsOf(data: readonly Buffer[]): 'whole' | 'damaged' | 'unproved' {
  const stream = data.length === 1 ? (data[0] ?? Buffer.alloc(0)) : Buffer.concat(data)
  const result = decompress('zlib', stream, maxPixels)
  if ('content' in result) return 'whole'
  return result.failure === 'too-large' ? 'unproved' : 'damaged'
}

function printable(type: string): string {
  return /^[A-Za-z]{4}$/.test(type) ? type : '?'
}
