import { crc32 } from 'node:zlib'

import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * 7z (7zFormat.txt of the LZMA SDK): the checksums of the start header and of the header at the end, which
 * ends the file. What is packed, perhaps with a password, is not looked at: `structure`.
 */
export const sevenZip: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 32) return broken(0, 'the header is incomplete')
  if (buffer[6] !== 0) return broken(6, 'an unknown version')
  if (crc32(buffer.subarray(12, 32)) !== buffer.readUInt32LE(8)) {
    return broken(8, 'the checksum of the start is wrong')
  }
  const start = 32 + Number(buffer.readBigUInt64LE(12))
  const end = start + Number(buffer.readBigUInt64LE(20))
  if (end > buffer.length) return broken(buffer.length, 'the header at the end is missing')
  if (crc32(buffer.subarray(start, end)) !== buffer.readUInt32LE(28)) {
    return broken(start, 'the checksum of the header at the end is wrong')
  }
  return valid('structure', end)
}
