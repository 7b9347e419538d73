import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * BMP (Microsoft's BITMAPFILEHEADER and its successors): a known header, and pixels that are as many as it
 * says, up to the end of the file. Pixels carry no check: `structure`.
 */
export const bmp: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 26) return broken(0, 'the header is incomplete')
  const [pixels, header] = [buffer.readUInt32LE(10), buffer.readUInt32LE(14)]
  const isOld = header === 12
  if (!isOld && (header < 16 || header > 124 || buffer.length < 14 + header)) {
    return broken(14, 'an impossible header')
  }
  const width = isOld ? buffer.readUInt16LE(18) : buffer.readInt32LE(18)
  const height = Math.abs(isOld ? buffer.readInt16LE(20) : buffer.readInt32LE(22))
  const [planes, bits] = [buffer.readUInt16LE(isOld ? 22 : 26), buffer.readUInt16LE(isOld ? 24 : 28)]
  if (planes !== 1 || ![0, 1, 2, 4, 8, 16, 24, 32].includes(bits) || width <= 0 || height === 0) {
    return broken(18, 'an impossible picture')
  }
  if (pixels < 14 + header) return broken(10, 'the pixels begin inside the header')
  const compression = header >= 40 ? buffer.readUInt32LE(30) : 0
  const isRaw = compression === 0 || compression === 3 || compression === 6
  const size = isRaw ? Math.ceil((width * bits) / 32) * 4 * height : buffer.readUInt32LE(34)
  const end = pixels + size
  if (end > buffer.length) return broken(buffer.length, 'pixels are missing')
  // Writers round the file up, or put a colour profile behind the pixels; its header then says where it ends.
  const said = buffer.readUInt32LE(2)
  return valid('structure', said > end && said <= buffer.length ? said : end)
}
