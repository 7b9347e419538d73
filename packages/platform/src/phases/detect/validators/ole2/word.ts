import { histogramOf, uniformityZ } from '../../signals/chi-square.ts'

const modern = 0xa5ec
const flags = { encrypted: 0x0100, firstTable: 0x0200 } as const
/** Places of pairs of offset and length in the header (MS-DOC 2.5.6). */
const pairs = { characters: 0xfa, paragraphs: 0x102, pieces: 0x1a2 } as const
const pageBytes = 512
const windowBytes = 1024
/** χ² of random bytes stays below; of text in any language and encoding it is far above. */
const uniformZ = 4.5

/** Which of the two table streams a document uses; undefined for encrypted ones and those before Word 97. */
export function tableName(document: Buffer): '0Table' | '1Table' | undefined {
  if (document.length < 0x1aa || document.readUInt16LE(0) !== modern) return undefined
  const bits = document.readUInt16LE(10)
  if ((bits & flags.encrypted) !== 0) return undefined
  return (bits & flags.firstTable) === 0 ? '0Table' : '1Table'
}

/**
 * What is wrong with the streams of a Word document (MS-DOC, since Word 97), undefined when nothing is: the list of pieces lies in
 * the table, the pieces in the document, none holds noise, and the pages of properties list their places in order.
 */
export function problemOfWord(document: Buffer, table: Buffer): string | undefined {
  const pieces = piecesOf(document, table)
  if (pieces === undefined) return 'the list of pieces is torn'
  for (const { start, end } of pieces) {
    if (end > document.length) return 'a piece of text lies outside the document'
    for (let at = start; at + windowBytes <= end; at += windowBytes) {
      if (uniformityZ(histogramOf(document.subarray(at, at + windowBytes))) < uniformZ)
        return 'the text is noise'
    }
  }
  const isSound =
    arePagesSound(document, table, { pair: pairs.characters, most: 0x65 }) &&
    arePagesSound(document, table, { pair: pairs.paragraphs, most: 0x1d })
  return isSound ? undefined : 'a page of properties is torn'
}

interface Piece {
  readonly start: number
  readonly end: number
}

/** Pieces of text: one byte a character, or two (MS-DOC 2.8.35, 2.9.38, 2.9.73). */
function piecesOf(document: Buffer, table: Buffer): Piece[] | undefined {
  const [start, length] = [document.readUInt32LE(pairs.pieces), document.readUInt32LE(pairs.pieces + 4)]
  if (start + length > table.length) return undefined
  let at = start
  // In front of the list stand properties that pieces share.
  while (table[at] === 1 && at + 3 <= start + length) at += 3 + table.readUInt16LE(at + 1)
  if (at + 5 > start + length || table[at] !== 2) return undefined
  const bytes = table.readUInt32LE(at + 1)
  const count = (bytes - 4) / 12
  if (at + 5 + bytes > start + length || !Number.isInteger(count) || count < 0) return undefined
  const places = at + 5
  const pieces: Piece[] = []
  for (let piece = 0; piece < count; piece += 1) {
    const characters = table.readUInt32LE(places + 4 * piece + 4) - table.readUInt32LE(places + 4 * piece)
    if (characters < 0) return undefined
    const value = table.readUInt32LE(places + 4 * (count + 1) + 8 * piece + 2)
    const isNarrow = (value & 0x4000_0000) !== 0
    const from = isNarrow ? (value & 0x3fff_ffff) >>> 1 : value & 0x3fff_ffff
    pieces.push({ start: from, end: from + characters * (isNarrow ? 1 : 2) })
  }
  return pieces
}

/** Pages of 512 bytes in the document, each with an ascending list of the places it is about (MS-DOC 2.9.22, 2.9.181). */
function arePagesSound(
  document: Buffer,
  table: Buffer,
  { pair, most }: { pair: number; most: number },
): boolean {
  const [start, length] = [document.readUInt32LE(pair), document.readUInt32LE(pair + 4)]
  if (start + length > table.length) return false
  const count = (length - 4) / 8
  if (length === 0) return true
  if (!Number.isInteger(count) || count < 0) return false
  for (let place = 0; place < count; place += 1) {
    const page = (table.readUInt32LE(start + 4 * (count + 1) + 4 * place) & 0x3f_ffff) * pageBytes
    if (page + pageBytes > document.length) return false
    const runs = document[page + pageBytes - 1] ?? 0
    if (runs === 0 || runs > most) return false
    for (let at = page; at < page + 4 * runs; at += 4)
      if (document.readUInt32LE(at + 4) < document.readUInt32LE(at)) return false
  }
  return true
}
