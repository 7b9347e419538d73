import { asBuffer, broken, hasBytes, valid, type Validator } from './validity.ts'

const startOfStream = [0xff, 0x4f, 0xff, 0x51]
const endOfStream = [0xff, 0xd9]

/**
 * JPEG 2000 (ISO/IEC 15444-1, Annex I): the boxes to the last byte, and the code streams from their first marker to their
 * last. Packets are not decoded: `structure`.
 */
export const jpeg2000: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  let at = 0
  let streams = 0
  while (at + 8 <= buffer.length) {
    const [short, name] = [buffer.readUInt32BE(at), buffer.toString('latin1', at + 4, at + 8)]
    if (!/^[ -~]{4}$/.test(name))
      return streams > 0 ? valid('structure', at) : broken(at, 'an unreadable box')
    if (short === 1 && at + 16 > buffer.length) return broken(at, 'a box is cut off')
    const body = at + (short === 1 ? 16 : 8)
    const end =
      short === 0 ? buffer.length : at + (short === 1 ? Number(buffer.readBigUInt64BE(at + 8)) : short)
    if (end < body || end > buffer.length) return broken(at, 'a box is longer than the file')
    if (name === 'jp2c') {
      if (!hasBytes(buffer, body, startOfStream) || !hasBytes(buffer, end - 2, endOfStream))
        return broken(body, 'a code stream has no beginning or no end')
      streams += 1
    }
    at = end
  }
  return streams > 0 ? valid('structure', at) : broken(at, 'the picture is missing')
}
