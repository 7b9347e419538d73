/** Check codewords in each block and number of blocks, at correction M, versions 1 to 40 (ISO/IEC 18004, table 9). */
const checkWords = [
  10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, 28, 28, 28, 28, 28, 28,
  28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28, 28,
]
const blocks = [
  1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16, 17, 17, 18, 20, 21, 23, 25, 26, 28, 29,
  31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
]

export const largestVersion = 40

/** Room of a version, in codewords of eight bits. */
export function roomOf(version: number): {
  readonly all: number
  readonly data: number
  readonly blocks: number
  readonly checkWords: number
} {
  const all = Math.floor(freeSquares(version) / 8)
  const [count, check] = [blocks[version - 1] ?? 1, checkWords[version - 1] ?? 10]
  return { all, data: all - count * check, blocks: count, checkWords: check }
}

export const sizeOf = (version: number): number => version * 4 + 17

/** Where the middles of the alignment patterns lie, along both axes. */
export function alignmentAt(version: number): readonly number[] {
  if (version === 1) return []
  const count = Math.floor(version / 7) + 2
  const step = version === 32 ? 26 : Math.ceil((version * 4 + 4) / (count * 2 - 2)) * 2
  const last = sizeOf(version) - 7
  return [6, ...Array.from({ length: count - 1 }, (_, at) => last - (count - 2 - at) * step)]
}

/** Squares that carry codewords: all but the patterns, the format and, from version 7 on, the version. */
function freeSquares(version: number): number {
  const whole = (16 * version + 128) * version + 64
  if (version === 1) return whole
  const count = Math.floor(version / 7) + 2
  const patterns = (25 * count - 10) * count - 55
  return whole - patterns - (version >= 7 ? 36 : 0)
}
