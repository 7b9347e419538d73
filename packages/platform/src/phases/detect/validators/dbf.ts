import { asBuffer, broken, valid, type Validator } from './validity.ts'

const fieldKinds = new Set(Buffer.from('CDFLNMGBITYPQVWXO@+0', 'latin1'))

/**
 * Tables of dBase and its kin: the fields are as wide as a record, every record begins with a blank or a star, and all of
 * them are there: `structure`.
 */
export const dbf: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 65) return broken(0, 'the header is incomplete')
  const [records, header, width] = [buffer.readUInt32LE(4), buffer.readUInt16LE(8), buffer.readUInt16LE(10)]
  if (header < 65 || header > buffer.length || width === 0) return broken(8, 'an impossible header')
  let fields = 1
  for (let at = 32; at + 32 < header + 1 && buffer[at] !== 0x0d; at += 32) {
    if (!fieldKinds.has(buffer[at + 11] ?? 0)) return broken(at, 'a field of an unknown kind')
    fields += buffer[at + 16] ?? 0
  }
  const end = header + records * width
  if (end > buffer.length) return broken(buffer.length, 'records are missing')
  if (fields > width) return broken(10, 'the fields are wider than a record')
  for (let at = header; at < end; at += width) {
    const mark = buffer[at]
    if (mark !== 0x20 && mark !== 0x2a) return broken(at, 'a record has no beginning')
  }
  return valid('structure', buffer[end] === 0x1a ? end + 1 : end)
}
