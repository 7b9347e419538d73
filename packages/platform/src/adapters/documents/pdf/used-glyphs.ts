import { createHash } from 'node:crypto'
import { deflateSync } from 'node:zlib'

import type { Face } from './face.ts'
import { fontSubset } from './font-subset.ts'
import { type PdfObjects, reference, type Ref, textString } from './objects.ts'

/** The glyphs of a face that a document uses, with the characters they stand for. */
export interface UsedGlyphs {
  /** A text in the numbers of its glyphs, hexadecimal, as a page shows it. */
  encode(text: string): string
  /** Writes the font into the file. */
  embed(objects: PdfObjects, ref: Ref): void
}

/** Four digits a glyph number. */
const hexOf = Array.from({ length: 0x10000 }, (_, glyph) => glyph.toString(16).padStart(4, '0'))

export function usedGlyphs(face: Face): UsedGlyphs {
  const characters = new Map<number, number>()
  return {
    encode(text) {
      let hex = ''
      for (const character of text) {
        const code = character.codePointAt(0) ?? 0
        const glyph = face.font.glyphOf(code)
        // The first character keeps the glyph: a space and a hard space look the same, and copy as a space.
        if (!characters.has(glyph)) characters.set(glyph, code)
        hex += hexOf[glyph] ?? ''
      }
      return hex
    },
    embed: (objects, ref) => embed(face, characters, { objects, ref }),
  }
}

/** What most letters need: all of them share one subset, which is made and compressed once. */
const common =
  ' !"#$%&\'()*+,-./0123456789:;<=>?@ABCDEFGHIJKLMNOPQRSTUVWXYZ[\\]^_`abcdefghijklmnopqrstuvwxyz{|}~\u00a0§°·ÄÖÜßäöüéèáàçñ×–—‘’‚“”„•…€→'

interface Program {
  readonly tag: string
  readonly packed: Buffer
  readonly length: number
}

const commonPrograms = new Map<string, { readonly glyphs: ReadonlySet<number>; readonly program: Program }>()

function programFor(face: Face, glyphs: ReadonlySet<number>): Program {
  let shared = commonPrograms.get(face.name)
  if (shared === undefined) {
    const all = new Set(Array.from(common, (character) => face.font.glyphOf(character.codePointAt(0) ?? 0)))
    shared = { glyphs: all, program: programOf(face, all) }
    commonPrograms.set(face.name, shared)
  }
  return glyphs.isSubsetOf(shared.glyphs) ? shared.program : programOf(face, glyphs.union(shared.glyphs))
}

function programOf({ font }: Face, glyphs: ReadonlySet<number>): Program {
  const bytes = fontSubset(font, glyphs)
  return { tag: tagOf(bytes), packed: deflateSync(bytes, { level: 9 }), length: bytes.length }
}

/** Six capitals before the name say that it is a part of a font; the same part has the same ones. */
function tagOf(bytes: Buffer): string {
  const digest = createHash('sha256').update(bytes).digest()
  return Array.from(digest.subarray(0, 6), (byte) => String.fromCharCode(65 + (byte % 26))).join('')
}

function embed(
  face: Face,
  characters: ReadonlyMap<number, number>,
  { objects, ref }: { readonly objects: PdfObjects; readonly ref: Ref },
): void {
  const { font } = face
  const program = programFor(face, new Set(characters.keys()))
  const name = `/${program.tag}+${font.postscriptName}`
  const file = objects.stream(`/Length1 ${program.length}`, program.packed, 'packed')
  const descriptor = objects.add(
    `<</Type /FontDescriptor /FontName ${name} /Flags 4 /FontBBox [${font.box.join(' ')}] /ItalicAngle 0 /Ascent ${font.ascender} /Descent ${font.descender} /CapHeight ${font.capHeight} /StemV ${face.name === 'strong' ? 120 : 80} /FontFile2 ${reference(file)}>>`,
  )
  const used = [...characters.keys()].toSorted((one, other) => one - other)
  const widths = used.map((glyph) => `${glyph} [${font.widthOf(glyph)}]`).join(' ')
  const system = `<</Registry ${textOf('Adobe')} /Ordering ${textOf('Identity')} /Supplement 0>>`
  const descendant = objects.add(
    `<</Type /Font /Subtype /CIDFontType2 /BaseFont ${name} /CIDSystemInfo ${system} /FontDescriptor ${reference(descriptor)} /DW 0 /W [${widths}] /CIDToGIDMap /Identity>>`,
  )
  const unicode = objects.stream('', unicodeMap(used, characters))
  objects.put(
    ref,
    `<</Type /Font /Subtype /Type0 /BaseFont ${name} /Encoding /Identity-H /DescendantFonts [${reference(descendant)}] /ToUnicode ${reference(unicode)}>>`,
  )
}

const textOf = (ascii: string): string => `(${ascii})`

/** So that text can be searched, copied and read aloud (ISO 32000-1, 9.10.3); at most 100 lines a block. */
function unicodeMap(used: readonly number[], characters: ReadonlyMap<number, number>): string {
  const lines = used.map((glyph) => {
    const text = textString(String.fromCodePoint(characters.get(glyph) ?? 0)).replace('feff', '')
    return `<${glyph.toString(16).padStart(4, '0')}> ${text}`
  })
  const blocks = Array.from({ length: Math.ceil(lines.length / 100) }, (_, at) => {
    const block = lines.slice(at * 100, at * 100 + 100)
    return `${block.length} beginbfchar\n${block.join('\n')}\nendbfchar\n`
  })
  return `/CIDInit /ProcSet findresource begin
12 dict begin
begincmap
/CIDSystemInfo <</Registry (Adobe) /Ordering (UCS) /Supplement 0>> def
/CMapName /Adobe-Identity-UCS def
/CMapType 2 def
1 begincodespacerange
<0000> <ffff>
endcodespacerange
${blocks.join('')}endcmap
CMapName currentdict /CMap defineresource pop
end
end
`
}
