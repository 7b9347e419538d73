import { asBuffer, broken, valid, type Validator } from './validity.ts'

/**
 * Compiled translations (GNU gettext manual, 10.3): two tables of strings, each inside the file and ended by a zero, the
 * originals in their order: `structure`.
 */
export const gettext: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 28) return broken(0, 'the header is incomplete')
  const isBig = buffer[0] === 0x95
  const read = (at: number): number => (isBig ? buffer.readUInt32BE(at) : buffer.readUInt32LE(at))
  const [count, originals, translations] = [read(8), read(12), read(16)]
  if (originals + 8 * count > buffer.length || translations + 8 * count > buffer.length)
    return broken(8, 'a table lies outside the file')
  let end = 28
  let last: Buffer = Buffer.alloc(0)
  for (const table of [originals, translations]) {
    for (let at = table; at < table + 8 * count; at += 8) {
      const [length, start] = [read(at), read(at + 4)]
      if (start + length >= buffer.length || buffer[start + length] !== 0)
        return broken(at, 'a string lies outside the file')
      const string = buffer.subarray(start, start + length)
      if (table === originals && at > table && string.compare(last) < 0)
        return broken(start, 'the originals are not in their order')
      last = string
      end = Math.max(end, start + length + 1)
    }
  }
  // Strings that depend on the system lie behind the others, in tables of their own.
  return valid('structure', read(4) > 0 ? buffer.length : end)
}
