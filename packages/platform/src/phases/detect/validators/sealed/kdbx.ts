import { createHash } from 'node:crypto'

import { asBuffer, broken, valid, type Validator, type Validity } from '../validity.ts'

/**
 * KeePass databases (keepass.info, KDBX 3.1 and 4): the fields of the header; of version 4 also their SHA-256 and
 * the chain of blocks to the last byte. The content is encrypted: `structure`.
 */
export const kdbx: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 12) return broken(0, 'the header is incomplete')
  const version = buffer.readUInt16LE(10)
  if (version !== 3 && version !== 4) return broken(10, 'an unknown version')
  const lengthBytes = version === 4 ? 4 : 2
  let at = 12
  for (;;) {
    if (at + 1 + lengthBytes > buffer.length) return broken(buffer.length, 'the header is cut off')
    const [field, length] = [buffer[at] ?? 0, buffer.readUIntLE(at + 1, lengthBytes)]
    if (field > 12) return broken(at, 'an unknown field')
    at += 1 + lengthBytes + length
    if (at > buffer.length) return broken(buffer.length, 'the header is cut off')
    if (field === 0) break
  }
  return version === 4 ? checkBlocks(buffer, at) : checkCipher(buffer, at)
}

/** Whole blocks of AES. */
function checkCipher(buffer: Buffer, start: number): Validity {
  const length = buffer.length - start
  return length > 0 && length % 16 === 0
    ? valid('structure', buffer.length)
    : broken(start, 'the content is cut off')
}

function checkBlocks(buffer: Buffer, header: number): Validity {
  const sum = createHash('sha256').update(buffer.subarray(0, header)).digest()
  if (!sum.equals(buffer.subarray(header, header + 32)))
    return broken(header, 'the checksum of the header is wrong')
  for (let at = header + 64; at + 36 <= buffer.length;) {
    const length = buffer.readUInt32LE(at + 32)
    at += 36 + length
    if (length === 0) return valid('structure', at)
  }
  return broken(buffer.length, 'the last block is missing')
}
