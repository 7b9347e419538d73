import { crc32 } from 'node:zlib'

import { asBuffer, broken, valid, type Validator } from '../validity.ts'

const magic = 8
const head = 9
const kinds = { put: 0, remove: 1, commit: 2, putWithHash: 3 } as const

/**
 * Segments of a BorgBackup repository (docs/internals, data structures): entries with length, kind and CRC-32 to the last
 * byte. Of entries with a hash of their own (since 1.2.4) the CRC covers the head only. The content is encrypted:
 * `structure`.
 */
export const borg: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = magic
  while (at + head <= buffer.length) {
    const [sum, length, kind] = [buffer.readUInt32LE(at), buffer.readUInt32LE(at + 4), buffer[at + 8] ?? 0]
    if (kind > kinds.putWithHash || length < head || at + length > buffer.length)
      return broken(at, 'an entry is torn')
    const covered = kind === kinds.putWithHash ? Math.min(length, head + 32 + 8) : length
    if (crc32(buffer.subarray(at + 4, at + covered)) !== sum)
      return broken(at, 'the checksum of an entry is wrong')
    at += length
  }
  return at === buffer.length ? valid('structure', at) : broken(at, 'the last entry is cut off')
}
