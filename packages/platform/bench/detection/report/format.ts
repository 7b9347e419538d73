/** A share with the precision that its size deserves: per cent, or a power of ten when it is rare. */
export function share(value: number): string {
  if (Number.isNaN(value)) return '–'
  if (value === 0) return '0'
  return value < 0.001 ? value.toExponential(1) : percent(value)
}

/** Rounded down: nothing is called 100 % that is not. */
export function percent(value: number): string {
  return Number.isNaN(value) ? '–' : `${(Math.floor(value * 10_000) / 100).toFixed(2)} %`
}

export interface Column {
  readonly title: string
  readonly width: number
}

/** Prints a table: the first column to the left, the others to the right. */
export function printTable(
  title: string,
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): void {
  if (rows.length === 0) return
  console.log(`\n${title}`)
  const line = (cells: readonly string[]): string =>
    columns
      .map(({ width }, place) => {
        const cell = cells[place] ?? ''
        return place === 0 ? cell.padEnd(width) : cell.padStart(width)
      })
      .join(' ')
      .trimEnd()
  console.log(`  ${line(columns.map((column) => column.title))}`)
  for (const row of rows) console.log(`  ${line(row)}`)
}
