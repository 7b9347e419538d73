import { decompress } from './decompress.ts'
import { sumOfWords } from './font-tables.ts'
import { asBuffer, broken, valid, type Validator } from './validity.ts'

/** No font has decompressed tables of more than this; more is a bomb. */
const maxPlain = 128 * 1024 * 1024

/** WOFF (W3C WOFF 1.0): every table decompresses to its length and its checksum fits. */
export const woff: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 44) return broken(0, 'the header is incomplete')
  const [end, tables] = [buffer.readUInt32BE(8), buffer.readUInt16BE(12)]
  if (end > buffer.length) return broken(8, 'the file is shorter than it says')
  if (tables === 0 || 44 + 20 * tables > end) return broken(12, 'the table count is impossible')
  let [plain, covered] = [0, 44 + 20 * tables]
  for (let table = 0; table < tables; table += 1) {
    const at = 44 + 20 * table
    const [offset, stored, length] = [4, 8, 12].map((field) => buffer.readUInt32BE(at + field)) as Triple
    if (offset + stored > end || stored > length) return broken(at, 'a table is longer than the file')
    plain += length
    covered += stored
    // Overlapping tables would be read again and again.
    if (plain > maxPlain || covered > end) return valid('structure', end)
    const content =
      stored === length ? buffer.subarray(offset, offset + length) : inflated(buffer, offset, stored, length)
    if (content === undefined) return broken(offset, 'a table does not decompress')
    // The head table holds a sum over the whole font, which counts as zero in its own.
    const adjustment = buffer.toString('latin1', at, at + 4) === 'head' ? 8 : -1
    if (sumOfWords(content, adjustment) !== buffer.readUInt32BE(at + 16)) {
      return broken(offset, 'the checksum of a table is wrong')
    }
  }
  const described = buffer.readUInt32BE(28) + buffer.readUInt32BE(40)
  const isCovered = covered + described + 3 * (tables + 2) >= end && described <= covered
  return valid(isCovered ? 'checksum' : 'structure', end)
}

/** WOFF2 (W3C WOFF 2.0): the one Brotli stream of all tables decompresses to its very end. */
export const woff2: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 48) return broken(0, 'the header is incomplete')
  const [end, tables] = [buffer.readUInt32BE(8), buffer.readUInt16BE(12)]
  if (end > buffer.length) return broken(8, 'the file is shorter than it says')
  if (tables === 0 || tables > 255) return broken(12, 'the table count is impossible')
  const start = endOfDirectory(buffer, tables)
  const stored = buffer.readUInt32BE(20)
  if (start < 0 || start + stored > end) return broken(48, 'the table directory is torn')
  const result = decompress('brotli', buffer.subarray(start, start + stored), maxPlain)
  if ('failure' in result) {
    if (result.failure === 'too-large') return valid('structure', end)
    return broken(start, 'the tables do not decompress')
  }
  if (result.consumed !== stored) return broken(start, 'the tables end too early')
  const described = buffer.readUInt32BE(32) + buffer.readUInt32BE(44)
  const isCovered = start + stored + described + 9 >= end && described <= start + stored
  return valid(isCovered ? 'decoded' : 'structure', end)
}

type Triple = [number, number, number]

function inflated(buffer: Buffer, offset: number, stored: number, length: number): Buffer | undefined {
  const result = decompress('zlib', buffer.subarray(offset, offset + stored), length)
  return 'content' in result && result.content.length === length ? result.content : undefined
}

/** WOFF2 directory entries: a flag byte, a name for unknown tables, one or two lengths in base 128. */
function endOfDirectory(buffer: Buffer, tables: number): number {
  let at = 48
  for (let table = 0; table < tables; table += 1) {
    const flags = buffer[at]
    if (flags === undefined) return -1
    const [known, transform] = [flags & 63, flags >> 6]
    at = endOfNumber(buffer, at + (known === 63 ? 5 : 1))
    // glyf (10) and loca (11) are transformed by version 0, the other tables by any other version.
    const isTransformed = known === 10 || known === 11 ? transform !== 3 : transform !== 0
    if (isTransformed) at = endOfNumber(buffer, at)
    if (at < 0) return -1
  }
  return isCollection(buffer) ? -1 : at
}

function isCollection(buffer: Buffer): boolean {
  return buffer.toString('latin1', 4, 8) === 'ttcf'
}

function endOfNumber(buffer: Buffer, start: number): number {
  if (start < 0) return -1
  for (let at = start; at < start + 5; at += 1) {
    const byte = buffer[at]
    if (byte === undefined) return -1
    if ((byte & 0x80) === 0) return at + 1
  }
  return -1
}
