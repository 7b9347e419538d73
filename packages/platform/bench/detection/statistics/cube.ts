/** Counts by several dimensions: the one thing that workers send back and tables are made of. */
export type Cube = Map<string, number>

/** One cell of a cube: its dimensions in the order in which they were counted. */
export type Cell = readonly string[]

export function count(cube: Cube, cell: Cell, by = 1): void {
  const key = cell.join('\t')
  cube.set(key, (cube.get(key) ?? 0) + by)
}

export function mergeInto(cube: Cube, other: ReadonlyMap<string, number>): void {
  for (const [key, by] of other) cube.set(key, (cube.get(key) ?? 0) + by)
}

/** A cube taken apart for reading: every cell with its count. */
export type Cells = readonly { readonly cell: Cell; readonly times: number }[]

export function cellsIn(cube: Cube): Cells {
  return [...cube].map(([key, times]) => ({ cell: key.split('\t'), times }))
}

/** The sum of all cells that agree with the pattern; `undefined` stands for any value. */
export function sum(cells: Cells, pattern: readonly (string | undefined)[]): number {
  let total = 0
  for (const { cell, times } of cells) {
    if (pattern.every((value, place) => value === undefined || value === cell[place])) total += times
  }
  return total
}

/** The distinct values of one dimension, sorted. */
export function valuesOf(cells: Cells, place: number): string[] {
  return [...new Set(cells.map(({ cell }) => cell[place] ?? ''))].toSorted()
}
