import { asBuffer, broken, valid, type Validator, type Validity } from './validity.ts'

/** Larger fonts do not exist; overlapping tables would be read again and again. */
const maxRead = 256 * 1024 * 1024
const maxTables = 512
const maxFonts = 256
/** Tables are filled up to four bytes; a few bytes more are left behind by editors. */
const strayBytes = 64

/**
 * TrueType and OpenType (ISO/IEC 14496-22, 4 and 5), alone or several in one file: the directory, and the checksum of
 * every table. Sums of words are no cyclic check, but random bytes meet one by chance once in 2³². `checksum` when
 * directory and tables are all of the file.
 */
export const sfnt: Validator = (bytes) => {
  const buffer = asBuffer(bytes)
  if (buffer.length < 28) return broken(0, 'the header is incomplete')
  const isCollection = buffer.toString('latin1', 0, 4) === 'ttcf'
  const fonts = isCollection ? buffer.readUInt32BE(8) : 1
  if (fonts === 0 || fonts > maxFonts || 12 + 4 * fonts > buffer.length)
    return broken(8, 'the count of fonts is impossible')
  const tables = new Map<number, number>()
  let header = isCollection ? 12 + 4 * fonts : 0
  for (let font = 0; font < fonts; font += 1) {
    const start = isCollection ? buffer.readUInt32BE(12 + 4 * font) : 0
    const problem = checkFont(buffer, start, tables)
    if (problem !== undefined) return problem
    header += 12 + 16 * buffer.readUInt16BE(start + 4)
  }
  let [end, covered] = [header, header]
  for (const [offset, length] of tables) {
    covered += length + paddingAfter(buffer, offset + length)
    end = Math.max(end, offset + length)
  }
  end += paddingAfter(buffer, end)
  const isCovered = end - covered <= strayBytes && covered <= end + strayBytes
  return valid(isCovered ? 'checksum' : 'structure', Math.min(end, buffer.length))
}

/** Checks a font's tables, those that others share only once. */
function checkFont(buffer: Buffer, start: number, seen: Map<number, number>): Validity | undefined {
  if (start + 12 > buffer.length) return broken(0, 'a font lies outside the file')
  const count = buffer.readUInt16BE(start + 4)
  if (count === 0 || count > maxTables || start + 12 + 16 * count > buffer.length)
    return broken(start + 4, 'the table count is impossible')
  let read = 0
  for (let at = start + 12; at < start + 12 + 16 * count; at += 16) {
    const [offset, length] = [buffer.readUInt32BE(at + 8), buffer.readUInt32BE(at + 12)]
    if (!/^[ -~]{4}$/.test(buffer.toString('latin1', at, at + 4)))
      return broken(at, 'an unreadable table name')
    if (offset + length > buffer.length) return broken(at, 'a table is longer than the file')
    if ((seen.get(offset) ?? -1) >= length) continue
    seen.set(offset, length)
    read += length
    if (read > maxRead) return broken(at, 'tables overlap')
    // The head table holds a sum over the whole font, which counts as zero in its own.
    const isHead = buffer.toString('latin1', at, at + 4) === 'head'
    const sum = sumOfWords(buffer.subarray(offset, offset + length), isHead ? 8 : -1)
    if (sum !== buffer.readUInt32BE(at + 4)) return broken(offset, 'the checksum of a table is wrong')
  }
  return undefined
}

/** Sum of big-endian 32-bit words modulo 2³², the last one filled up with zeros, one of them left out. */
export function sumOfWords(content: Buffer, leaveOut: number): number {
  let sum = 0
  for (let at = 0; at + 4 <= content.length; at += 4) {
    if (at !== leaveOut) sum = (sum + content.readUInt32BE(at)) >>> 0
  }
  const rest = content.length & 3
  const tail = rest === 0 ? 0 : content.readUIntBE(content.length - rest, rest) * 2 ** (8 * (4 - rest))
  return (sum + tail) >>> 0
}

/** Zeros up to the next multiple of four. */
function paddingAfter(buffer: Buffer, end: number): number {
  let padding = 0
  while (((end + padding) & 3) !== 0 && buffer[end + padding] === 0) padding += 1
  return padding
}
