import { crc32 } from 'node:zlib'

import { asBuffer, broken, metadataFits, valid, type Validator } from './validity.ts'

/** Chunks that are the picture itself; the others describe it. */
const pictureChunks = new Set(['IHDR', 'PLTE', 'IDAT', 'fdAT', 'IEND'])

/** PNG (ISO/IEC 15948): the CRC of every chunk, IHDR first, IEND last. */
export const png: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let [picture, metadata] = [0, 0]
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
    else metadata += length
    if (type === 'IEND') return valid(metadataFits(metadata, picture) ? 'checksum' : 'structure', end)
    at = end
  }
  return broken(at, 'the end chunk is missing')
}

function printable(type: string): string {
  return /^[A-Za-z]{4}$/.test(type) ? type : '?'
}
