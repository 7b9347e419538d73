import { createHash } from 'node:crypto'

import { asBuffer, broken, valid, type Validator } from '../validity.ts'

const keySlot = { off: 0x0000_dead, on: 0x00ac_71f3 }

/**
 * LUKS (LUKS1 and LUKS2 On-Disk Format): the key slots of version 1, the SHA-256 of the header of version 2. The
 * content is encrypted: `structure`.
 */
export const luks: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 4096) return broken(0, 'the header is incomplete')
  if (buffer.readUInt16BE(6) === 1) {
    for (let at = 208; at < 592; at += 48) {
      const state = buffer.readUInt32BE(at)
      if (state !== keySlot.on && state !== keySlot.off) return broken(at, 'a key slot is torn')
    }
    return valid('structure', buffer.length)
  }
  const length = Number(buffer.readBigUInt64BE(8))
  if (length < 4096 || length > buffer.length || length > 4 * 1024 * 1024) {
    return broken(8, 'an impossible length of the header')
  }
  if (!buffer.toString('latin1', 72, 104).startsWith('sha256\0')) return valid('structure', buffer.length)
  const header = Buffer.from(buffer.subarray(0, length))
  header.fill(0, 448, 512)
  const sum = createHash('sha256').update(header).digest()
  return sum.equals(buffer.subarray(448, 480))
    ? valid('structure', buffer.length)
    : broken(448, 'the checksum of the header is wrong')
}
