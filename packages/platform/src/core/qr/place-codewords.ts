import type { Squares } from './function-patterns.ts'

/** Writes the bits in double columns from the right, upwards and downwards in turn, around the patterns. */
export function placeCodewords({ size, dark, taken }: Squares, codewords: readonly number[]): void {
  let at = 0
  for (let right = size - 1; right >= 1; right -= 2) {
    // The column of the timing pattern is passed over.
    if (right === 6) right = 5
    const goesUp = ((right + 1) & 2) === 0
    for (let step = 0; step < size; step++) {
      const y = goesUp ? size - 1 - step : step
      for (const x of [right, right - 1]) {
        const row = dark[y]
        if (row === undefined || taken[y]?.[x] === true) continue
        row[x] = (((codewords[at >>> 3] ?? 0) >>> (7 - (at & 7))) & 1) === 1
        at++
      }
    }
  }
}
