import { asBuffer, broken, hasBytes, valid, type Validator } from './validity.ts'

const magic = [...Buffer.from('PAR1', 'latin1')]

/**
 * Apache Parquet: the letters at both ends, and the description of the file in front of the last ones, as long as it says,
 * beginning with the version. Pages are packed and have no checksums as a rule: `structure`.
 */
export const parquet: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 12 || !hasBytes(buffer, buffer.length - 4, magic))
    return broken(buffer.length, 'the end is missing')
  const length = buffer.readUInt32LE(buffer.length - 8)
  const start = buffer.length - 8 - length
  if (start < 4) return broken(buffer.length - 8, 'the description is longer than the file')
  // Thrift's compact protocol: field 1 is a whole number, the version; then field 2, the list of columns.
  return buffer[start] === 0x15 && buffer[start + 2] === 0x19
    ? valid('structure', buffer.length)
    : broken(start, 'the description is unreadable')
}
