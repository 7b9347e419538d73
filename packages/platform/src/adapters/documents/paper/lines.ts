import { type Face, shown, widthOf } from '../pdf/face.ts'

/** A text broken into lines that fit; a word longer than a line is cut. A line break in the text is kept. */
export function linesOf(
  text: string,
  { face, size, width }: { readonly face: Face; readonly size: number; readonly width: number },
): readonly string[] {
  const measure = (words: string): number => widthOf(face, size, words)
  const space = measure(' ')
  return shown(text)
    .split('\n')
    .flatMap((paragraph) => {
      const lines: string[] = []
      let [line, length] = ['', 0]
      for (const word of paragraph.split(' ').flatMap((one) => cut(one, width, measure))) {
        const wide = measure(word)
        if (line !== '' && length + space + wide > width) {
          lines.push(line)
          ;[line, length] = [word, wide]
        } else {
          length = line === '' ? wide : length + space + wide
          line = line === '' ? word : `${line} ${word}`
        }
      }
      return [...lines, line]
    })
}

/** Pieces of a word that fit a line each; most words are one. */
function cut(word: string, width: number, measure: (words: string) => number): readonly string[] {
  if (measure(word) <= width) return [word]
  const pieces: string[] = []
  let [piece, length] = ['', 0]
  for (const character of word) {
    const wide = measure(character)
    if (length + wide > width && piece !== '') {
      pieces.push(piece)
      ;[piece, length] = ['', 0]
    }
    piece += character
    length += wide
  }
  return [...pieces, piece]
}
