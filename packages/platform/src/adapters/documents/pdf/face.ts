import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

import { type FontFile, readFont } from './font-file.ts'

/** A typeface as a page uses it. */
export interface Face {
  readonly name: 'regular' | 'strong'
  readonly font: FontFile
}

export interface Faces {
  readonly regular: Face
  readonly strong: Face
}

let opened: Faces | undefined

/** Source Sans 3: Latin with Vietnamese, Greek, Cyrillic. Read once in a process (380 kB each). */
export function faces(): Faces {
  opened ??= {
    regular: open('regular', '400Regular/SourceSans3_400Regular.ttf'),
    strong: open('strong', '600SemiBold/SourceSans3_600SemiBold.ttf'),
  }
  return opened
}

function open(name: Face['name'], file: string): Face {
  const path = fileURLToPath(import.meta.resolve(`@expo-google-fonts/source-sans-3/${file}`))
  return { name, font: readFont(readFileSync(path)) }
}

/**
 * A text in which every character has a shape in the face. Letters and their marks are joined first; what the font
 * lacks, other scripts, emoji, control and direction marks, is shown by its number, `\u{5d0}`.
 */
export function shown(text: string): string {
  if (usual.test(text)) return text
  const { font } = faces().regular
  let result = ''
  for (const character of text.toWellFormed().normalize('NFC')) {
    const code = character.codePointAt(0) ?? 0
    result +=
      isPlain(code) || (font.glyphOf(code) > 0 && !/\p{C}/u.test(character)) ? character : byNumber(code)
  }
  return result
}

/** Nearly every text: all of it is in the font, nothing in it joins with its neighbour. */
const usual = /^[\n\x20-\x7e\xa1-\xac\xae-\xff–—‘’‚“”„•…€]*$/

const isPlain = (code: number): boolean => (code >= 0x20 && code < 0x7f) || code === 0x0a
const byNumber = (code: number): string => `\\u{${code.toString(16)}}`

/** Width of a shown text in points. */
export function widthOf({ font }: Face, size: number, text: string): number {
  let width = 0
  for (let at = 0; at < text.length; at++) {
    const code = text.codePointAt(at) ?? 0
    if (code > 0xffff) at++
    width += font.widthOfCode(code)
  }
  return (width * size) / 1000
}
