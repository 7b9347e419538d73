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

/** The sum of all cells that agree with the pattern; `undefined` stands for any value. */
export function sum(cube: ReadonlyMap<string, number>, pattern: readonly (string | undefined)[]): number {
  let total = 0
  for (const [key, by] of cube) {
    const cell = key.split('\t')
    if (pattern.every((value, place) => value === undefined || value === cell[place])) total += by
  }
  return total
}

/** The distinct values of one dimension, sorted. */
export function valuesOf(cube: ReadonlyMap<string, number>, place: number): string[] {
  return [...new Set([...cube.keys()].map((key) => key.split('\t')[place] ?? ''))].toSorted()
}
