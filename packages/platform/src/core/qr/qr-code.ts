import { codewordsOf } from './codewords.ts'
import { blankSquares, type Squares } from './function-patterns.ts'
import { placeCodewords } from './place-codewords.ts'
import { maskedBest } from './masks.ts'

/** The squares of a code without the quiet zone around it: rows from the top, `true` is dark. */
export interface QrCode {
  readonly version: number
  readonly size: number
  readonly rows: readonly (readonly boolean[])[]
}

/** Light squares that belong around a code on every side; readers count on them. */
export const quietZone = 4

/** A text as a QR code. Throws a `RangeError` for what no version holds: more than 2,331 bytes of UTF-8. */
export function qrCode(text: string): QrCode {
  const { version, codewords } = codewordsOf(new TextEncoder().encode(text))
  const squares: Squares = blankSquares(version)
  placeCodewords(squares, codewords)
  return { version, size: squares.size, rows: maskedBest(squares) }
}
