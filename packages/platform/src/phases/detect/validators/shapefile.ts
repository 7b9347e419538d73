import { asBuffer, broken, valid, type Validator } from './validity.ts'

const kinds = new Set([0, 1, 3, 5, 8, 11, 13, 15, 18, 21, 23, 25, 28, 31])

/**
 * Shapefiles (ESRI Shapefile Technical Description, 1998): the length in the header, and records with their numbers and kinds
 * to the last byte; an index has places instead: `structure`.
 */
export const shapefile: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 100) return broken(0, 'the header is incomplete')
  const [end, kind] = [2 * buffer.readUInt32BE(24), buffer.readUInt32LE(32)]
  if (end < 100 || end > buffer.length) return broken(24, 'the file is shorter than it says')
  if (!kinds.has(kind)) return broken(32, 'an unknown kind of shapes')
  return endOfIndex(buffer, end) === end || endOfRecords(buffer, end, kind) === end
    ? valid('structure', end)
    : broken(100, 'a record is torn')
}

/** Places of records that follow each other: eight bytes each. */
function endOfIndex(buffer: Buffer, end: number): number {
  let place = 50
  let at = 100
  while (at + 8 <= end && buffer.readUInt32BE(at) === place) {
    place += 4 + buffer.readUInt32BE(at + 4)
    at += 8
  }
  return at
}

function endOfRecords(buffer: Buffer, end: number, kind: number): number {
  let at = 100
  for (let number = 1; at + 12 <= end; number += 1) {
    const shape = buffer.readUInt32LE(at + 8)
    const isNumbered = Math.abs(buffer.readUInt32BE(at) - number) <= 1
    if (!isNumbered || (shape !== kind && shape !== 0)) return at
    at += 8 + 2 * buffer.readUInt32BE(at + 4)
  }
  return at
}
