import { alignmentAt, sizeOf } from './versions.ts'

/** The squares of a code while it is drawn; `taken` are those that carry no codewords. */
export interface Squares {
  readonly version: number
  readonly size: number
  readonly dark: boolean[][]
  readonly taken: boolean[][]
}

/** A code with all its patterns and without content. The places of the format are taken, their content is the mask's. */
export function blankSquares(version: number): Squares {
  const size = sizeOf(version)
  const field = () => Array.from({ length: size }, () => Array.from<boolean>({ length: size }).fill(false))
  const squares = { version, size, dark: field(), taken: field() }
  timing(squares)
  for (const [x, y] of [
    [3, 3],
    [size - 4, 3],
    [3, size - 4],
  ] as const) {
    finder(squares, x, y)
  }
  alignments(squares)
  reserveFormat(squares)
  versionBits(squares)
  return squares
}

/** Sets a square of a pattern. */
export function take(squares: Squares, x: number, y: number, isDark: boolean): void {
  const [darks, takens] = [squares.dark[y], squares.taken[y]]
  if (darks === undefined || takens === undefined || x < 0 || x >= squares.size) return
  darks[x] = isDark
  takens[x] = true
}

function timing(squares: Squares): void {
  for (let at = 0; at < squares.size; at++) {
    take(squares, 6, at, at % 2 === 0)
    take(squares, at, 6, at % 2 === 0)
  }
}

/** Three rings around a middle, the outermost light: it separates. */
function finder(squares: Squares, atX: number, atY: number): void {
  for (let y = -4; y <= 4; y++) {
    for (let x = -4; x <= 4; x++) {
      const ring = Math.max(Math.abs(x), Math.abs(y))
      take(squares, atX + x, atY + y, ring !== 2 && ring !== 4)
    }
  }
}

function alignments(squares: Squares): void {
  const places = alignmentAt(squares.version)
  const last = places.length - 1
  for (const [row, atY] of places.entries()) {
    for (const [column, atX] of places.entries()) {
      const isFinder =
        (row === 0 && column === 0) || (row === 0 && column === last) || (row === last && column === 0)
      if (isFinder) continue
      for (let y = -2; y <= 2; y++) {
        for (let x = -2; x <= 2; x++) {
          take(squares, atX + x, atY + y, Math.max(Math.abs(x), Math.abs(y)) !== 1)
        }
      }
    }
  }
}

function reserveFormat(squares: Squares): void {
  for (let at = 0; at < 9; at++) {
    if (at !== 6) take(squares, 8, at, false)
    if (at !== 6) take(squares, at, 8, false)
  }
  for (let at = 0; at < 8; at++) {
    take(squares, squares.size - 1 - at, 8, false)
    take(squares, 8, squares.size - 1 - at, at === 7)
  }
}

/** The version stands twice, from 7 on, with twelve check bits (BCH). */
function versionBits(squares: Squares): void {
  const { version, size } = squares
  if (version < 7) return
  let rest = version
  for (let at = 0; at < 12; at++) rest = (rest << 1) ^ ((rest >>> 11) * 0x1f25)
  const bits = (version << 12) | rest
  for (let at = 0; at < 18; at++) {
    const isDark = ((bits >>> at) & 1) === 1
    const [far, near] = [size - 11 + (at % 3), Math.floor(at / 3)]
    take(squares, far, near, isDark)
    take(squares, near, far, isDark)
  }
}
