import { sfnt } from './font-tables.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

const compressed = 0x4
const hidden = 0x1000_0000

/**
 * Embedded OpenType (W3C submission of 2008): the two lengths of the header, and the font behind it with the checksums of
 * its tables, unless it is compressed or hidden by a key: then `structure`.
 */
export const eot: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 82) return broken(0, 'the header is incomplete')
  const [end, font, flags] = [buffer.readUInt32LE(0), buffer.readUInt32LE(4), buffer.readUInt32LE(12)]
  if (end > buffer.length) return broken(0, 'the file is shorter than it says')
  if (font < 28 || font > end - 82) return broken(4, 'the font is longer than the file')
  if ((flags & (compressed | hidden)) !== 0) return valid('structure', end)
  const inner = sfnt(buffer.subarray(end - font, end))
  if (inner.state === 'broken') return broken(end - font + inner.offset, inner.what)
  // Names and flags in front of the font are few; more could hide something.
  const isCovered = inner.end + 3 >= font && end - font <= 4096
  return valid(isCovered ? inner.depth : 'structure', end)
}
