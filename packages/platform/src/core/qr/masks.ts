import type { Squares } from './function-patterns.ts'
import { penaltyOf } from './penalty.ts'

type Rows = readonly (readonly boolean[])[]

/** The eight masks of the standard: which squares turn. */
const masks: readonly ((x: number, y: number) => boolean)[] = [
  (x, y) => (x + y) % 2 === 0,
  (_, y) => y % 2 === 0,
  (x) => x % 3 === 0,
  (x, y) => (x + y) % 3 === 0,
  (x, y) => (Math.floor(x / 3) + Math.floor(y / 2)) % 2 === 0,
  (x, y) => ((x * y) % 2) + ((x * y) % 3) === 0,
  (x, y) => (((x * y) % 2) + ((x * y) % 3)) % 2 === 0,
  (x, y) => (((x + y) % 2) + ((x * y) % 3)) % 2 === 0,
]

/** The squares under the mask that is easiest to read. */
export function maskedBest(squares: Squares): Rows {
  const candidates = masks.map((_, mask) => masked(squares, mask))
  const penalties = candidates.map(penaltyOf)
  return candidates[penalties.indexOf(Math.min(...penalties))] ?? []
}

function masked({ dark, taken, size }: Squares, mask: number): Rows {
  const turns = masks[mask]
  const rows = dark.map((row, y) =>
    row.map((isDark, x) => (taken[y]?.[x] === true ? isDark : isDark !== (turns?.(x, y) ?? false))),
  )
  writeFormat(rows, size, mask)
  return rows
}

/** Correction M (00) and the mask, with ten check bits, twice. */
function writeFormat(rows: boolean[][], size: number, mask: number): void {
  let rest = mask
  for (let at = 0; at < 10; at++) rest = (rest << 1) ^ ((rest >>> 9) * 0x537)
  const bits = ((mask << 10) | rest) ^ 0x5412
  const set = (x: number, y: number, bit: number): void => {
    const row = rows[y]
    if (row !== undefined) row[x] = ((bits >>> bit) & 1) === 1
  }
  for (let bit = 0; bit <= 5; bit++) set(8, bit, bit)
  set(8, 7, 6)
  set(8, 8, 7)
  set(7, 8, 8)
  for (let bit = 9; bit < 15; bit++) set(14 - bit, 8, bit)
  for (let bit = 0; bit < 8; bit++) set(size - 1 - bit, 8, bit)
  for (let bit = 8; bit < 15; bit++) set(8, size - 15 + bit, bit)
}
