import type { FontFile } from './font-file.ts'

/** Tables that a font program in a PDF needs (ISO 32000-1, 9.9); those of hinting where the font has them. */
const kept = ['cvt ', 'fpgm', 'glyf', 'head', 'hhea', 'hmtx', 'loca', 'maxp', 'prep']

/**
 * The font with the outlines of these glyphs only. Glyphs keep their numbers, so that a text needs no second
 * numbering; the empty places between them vanish when the file is compressed.
 */
export function fontSubset(font: FontFile, wanted: ReadonlySet<number>): Buffer {
  const outlines = outlinesOf(font)
  const glyphs = withParts(new Set([0, ...wanted]), outlines)
  const pieces: Buffer[] = []
  const loca = Buffer.alloc((font.glyphs + 1) * 4)
  let length = 0
  for (let glyph = 0; glyph < font.glyphs; glyph++) {
    loca.writeUInt32BE(length, glyph * 4)
    if (!glyphs.has(glyph)) continue
    const outline = padded(outlines(glyph))
    pieces.push(outline)
    length += outline.length
  }
  loca.writeUInt32BE(length, font.glyphs * 4)
  const head = Buffer.from(font.tables.get('head') ?? [])
  // Places of outlines in four bytes each.
  head.writeInt16BE(1, 50)
  head.writeUInt32BE(0, 8)
  const changed = new Map([...font.tables, ['glyf', Buffer.concat(pieces)], ['loca', loca], ['head', head]])
  return fontOf(kept.flatMap((name) => (changed.has(name) ? [[name, changed.get(name) as Buffer]] : [])))
}

type Outlines = (glyph: number) => Buffer

function outlinesOf({ tables }: FontFile): Outlines {
  const [loca, glyf, head] = [tables.get('loca'), tables.get('glyf'), tables.get('head')]
  if (loca === undefined || glyf === undefined || head === undefined) {
    throw new TypeError('The font has no TrueType outlines.')
  }
  const isLong = head.readInt16BE(50) === 1
  const at = (glyph: number): number =>
    isLong ? loca.readUInt32BE(glyph * 4) : loca.readUInt16BE(glyph * 2) * 2
  return (glyph) => glyf.subarray(at(glyph), at(glyph + 1))
}

/** An "ä" is made of an "a" and two dots: those outlines come along. */
function withParts(glyphs: ReadonlySet<number>, outlines: Outlines): ReadonlySet<number> {
  const all = new Set(glyphs)
  for (const glyph of all) for (const part of partsOf(outlines(glyph))) all.add(part)
  return all
}

function partsOf(outline: Buffer): readonly number[] {
  const isComposite = outline.length > 0 && outline.readInt16BE(0) < 0
  if (!isComposite) return []
  const parts: number[] = []
  for (let at = 10, more = true; more;) {
    const flags = outline.readUInt16BE(at)
    parts.push(outline.readUInt16BE(at + 2))
    const places = (flags & 0x0001) === 0 ? 2 : 4
    const scales = (flags & 0x0008) !== 0 ? 2 : (flags & 0x0040) !== 0 ? 4 : (flags & 0x0080) !== 0 ? 8 : 0
    at += 4 + places + scales
    more = (flags & 0x0020) !== 0
  }
  return parts
}

function padded(bytes: Buffer): Buffer {
  const missing = (4 - (bytes.length % 4)) % 4
  return missing === 0 ? bytes : Buffer.concat([bytes, Buffer.alloc(missing)])
}

function fontOf(tables: readonly (readonly [string, Buffer])[]): Buffer {
  const log = Math.floor(Math.log2(tables.length))
  const head = Buffer.alloc(12 + tables.length * 16)
  head.writeUInt32BE(0x00010000, 0)
  head.writeUInt16BE(tables.length, 4)
  head.writeUInt16BE(2 ** log * 16, 6)
  head.writeUInt16BE(log, 8)
  head.writeUInt16BE(tables.length * 16 - 2 ** log * 16, 10)
  let from = head.length
  for (const [at, [name, bytes]] of tables.entries()) {
    const record = 12 + at * 16
    head.write(name, record, 'latin1')
    head.writeUInt32BE(checksum(bytes), record + 4)
    head.writeUInt32BE(from, record + 8)
    head.writeUInt32BE(bytes.length, record + 12)
    from += padded(bytes).length
  }
  const whole = Buffer.concat([head, ...tables.map(([, bytes]) => padded(bytes))])
  const headRecord = tables.findIndex(([name]) => name === 'head')
  const headAt = head.readUInt32BE(12 + headRecord * 16 + 8)
  whole.writeUInt32BE((0xb1b0afba - checksum(whole)) >>> 0, headAt + 8)
  return whole
}

function checksum(bytes: Buffer): number {
  const whole = padded(bytes)
  let sum = 0
  for (let at = 0; at < whole.length; at += 4) sum = (sum + whole.readUInt32BE(at)) >>> 0
  return sum
}
