import { png } from './png.ts'
import { asBuffer, broken, hasBytes, valid, type Validator, type Validity } from './validity.ts'

const pngMagic = [0x89, 0x50, 0x4e, 0x47]
const bitmapHeader = 40

/**
 * Windows icons and cursors: every picture of the directory lies inside the file and is a PNG with its checksums, or a
 * bitmap whose pixels and mask fill its place. Bitmaps lie open: `structure`; only PNGs, and nothing else: `checksum`.
 */
export const ico: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  const count = buffer.length < 22 ? 0 : buffer.readUInt16LE(4)
  if (count === 0 || 6 + 16 * count > buffer.length) return broken(0, 'the header is incomplete')
  const places = new Map<number, number>()
  let isDeep = true
  for (let at = 6; at < 6 + 16 * count; at += 16) {
    const [length, offset] = [buffer.readUInt32LE(at + 8), buffer.readUInt32LE(at + 12)]
    if (offset < 6 + 16 * count || offset + length > buffer.length)
      return broken(at, 'a picture lies outside the file')
    if (places.get(offset) === length) continue
    places.set(offset, length)
    const picture = checkPicture(buffer.subarray(offset, offset + length))
    if (picture.state === 'broken') return broken(offset + picture.offset, picture.what)
    isDeep &&= picture.depth !== 'structure' && picture.end === length
  }
  const end = Math.max(...[...places].map(([offset, length]) => offset + length))
  const covered = [...places.values()].reduce((sum, length) => sum + length, 6 + 16 * count)
  return valid(isDeep && covered === end ? 'checksum' : 'structure', end)
}

function checkPicture(picture: Buffer): Validity {
  if (hasBytes(picture, 0, pngMagic)) return png(picture)
  if (picture.length < bitmapHeader || picture.readUInt32LE(0) !== bitmapHeader)
    return broken(0, 'a picture has no header')
  // The height is that of pixels and mask together.
  const [width, height, bits] = [picture.readInt32LE(4), picture.readInt32LE(8), picture.readUInt16LE(14)]
  if (width <= 0 || height <= 0 || ![1, 4, 8, 16, 24, 32].includes(bits))
    return broken(4, 'a picture has impossible measures')
  const pixels = rowBytes(width, bits) * Math.floor(height / 2)
  return bitmapHeader + pixels > picture.length
    ? broken(picture.length, 'a picture is cut off')
    : valid('structure', picture.length)
}

function rowBytes(width: number, bits: number): number {
  return Math.ceil((width * bits) / 32) * 4
}
