/** What we need of a TrueType font (OpenType, ISO/IEC 14496-22). Widths are in thousandths of the type size. */
export interface FontFile {
  readonly tables: ReadonlyMap<string, Buffer>
  readonly glyphs: number
  readonly postscriptName: string
  readonly ascender: number
  readonly descender: number
  readonly capHeight: number
  readonly box: readonly [number, number, number, number]
  /** 0 for a character that the font lacks. */
  glyphOf(codePoint: number): number
  widthOf(glyph: number): number
  /** The same for a character; asked for each letter of each line. */
  widthOfCode(codePoint: number): number
}

/** Reads a font. The file comes with a pinned package: what is wrong with it is an error of ours. */
export function readFont(bytes: Buffer): FontFile {
  const tables = tablesOf(bytes)
  const table = (name: string): Buffer => {
    const found = tables.get(name)
    if (found === undefined) throw new TypeError(`The font has no table "${name}".`)
    return found
  }
  const [head, hhea, hmtx, os2] = [table('head'), table('hhea'), table('hmtx'), table('OS/2')]
  const scale = 1000 / head.readUInt16BE(18)
  const scaled = (value: number): number => Math.round(value * scale)
  const metrics = hhea.readUInt16BE(34)
  const map = characterMap(table('cmap'))
  const widthOf = (glyph: number): number => scaled(hmtx.readUInt16BE(Math.min(glyph, metrics - 1) * 4))
  const [glyphByCode, widthByCode] = [new Uint16Array(0x10000), new Uint16Array(0x10000).fill(widthOf(0))]
  for (const [code, glyph] of map) {
    if (code > 0xffff) continue
    glyphByCode[code] = glyph
    widthByCode[code] = widthOf(glyph)
  }
  const glyphOf = (code: number): number => glyphByCode[code] ?? map.get(code) ?? 0
  return {
    tables,
    glyphs: table('maxp').readUInt16BE(4),
    postscriptName: nameOf(table('name'), 6),
    ascender: scaled(hhea.readInt16BE(4)),
    descender: scaled(hhea.readInt16BE(6)),
    capHeight: scaled(os2.readInt16BE(88)),
    box: [36, 38, 40, 42].map((at) => scaled(head.readInt16BE(at))) as [number, number, number, number],
    glyphOf,
    widthOf,
    widthOfCode: (code) => widthByCode[code] ?? widthOf(glyphOf(code)),
  }
}

function tablesOf(bytes: Buffer): ReadonlyMap<string, Buffer> {
  const count = bytes.readUInt16BE(4)
  return new Map(
    Array.from({ length: count }, (_, at) => {
      const record = 12 + at * 16
      const from = bytes.readUInt32BE(record + 8)
      const name = bytes.toString('latin1', record, record + 4)
      return [name, bytes.subarray(from, from + bytes.readUInt32BE(record + 12))] as const
    }),
  )
}

/** Every character of the Unicode maps in formats 4 and 12, which is what fonts of today carry. */
function characterMap(cmap: Buffer): ReadonlyMap<number, number> {
  const map = new Map<number, number>()
  for (let at = 0; at < cmap.readUInt16BE(2); at++) {
    const record = 4 + at * 8
    const isUnicode = cmap.readUInt16BE(record) === 0 || cmap.readUInt16BE(record) === 3
    const part = cmap.subarray(cmap.readUInt32BE(record + 4))
    if (isUnicode && part.readUInt16BE(0) === 4) readFormat4(part, map)
    if (isUnicode && part.readUInt16BE(0) === 12) readFormat12(part, map)
  }
  return map
}

function readFormat4(part: Buffer, map: Map<number, number>): void {
  const doubled = part.readUInt16BE(6)
  const [ends, starts, deltas, offsets] = [14, 16 + doubled, 16 + 2 * doubled, 16 + 3 * doubled]
  for (let at = 0; at < doubled; at += 2) {
    const [start, end] = [part.readUInt16BE(starts + at), part.readUInt16BE(ends + at)]
    const [delta, offset] = [part.readUInt16BE(deltas + at), part.readUInt16BE(offsets + at)]
    for (let code = start; code <= end && code !== 0xffff; code++) {
      const raw = offset === 0 ? code : part.readUInt16BE(offsets + at + offset + (code - start) * 2)
      const glyph = raw === 0 ? 0 : (raw + delta) & 0xffff
      if (glyph !== 0) map.set(code, glyph)
    }
  }
}

function readFormat12(part: Buffer, map: Map<number, number>): void {
  for (let at = 0; at < part.readUInt32BE(12); at++) {
    const group = 16 + at * 12
    const [start, end, first] = [0, 4, 8].map((field) => part.readUInt32BE(group + field)) as [
      number,
      number,
      number,
    ]
    for (let code = start; code <= end; code++) map.set(code, first + code - start)
  }
}

/** A name in UTF-16, as Windows keeps it. */
function nameOf(table: Buffer, wanted: number): string {
  const texts = table.readUInt16BE(4)
  for (let at = 0; at < table.readUInt16BE(2); at++) {
    const record = 6 + at * 12
    if (table.readUInt16BE(record) !== 3 || table.readUInt16BE(record + 6) !== wanted) continue
    const from = texts + table.readUInt16BE(record + 10)
    const bytes = Buffer.from(table.subarray(from, from + table.readUInt16BE(record + 8)))
    return bytes.swap16().toString('utf16le')
  }
  throw new TypeError('The font has no name.')
}
