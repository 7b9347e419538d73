type Rows = readonly (readonly boolean[])[]

/** How hard a code is to read: runs, blocks, what looks like a finder, imbalance (ISO/IEC 18004, 7.8.3). */
export function penaltyOf(rows: Rows): number {
  const columns = rows.map((_, x) => rows.map((row) => row[x] ?? false))
  const lines = [...rows, ...columns].map((line) => line.map((isDark) => (isDark ? '1' : '0')).join(''))
  return lines.reduce((sum, line) => sum + runs(line) + finderLike(line), 0) + blocks(rows) + imbalance(rows)
}

function runs(line: string): number {
  return (line.match(/0{5,}|1{5,}/g) ?? []).reduce((sum, { length }) => sum + length - 2, 0)
}

function finderLike(line: string): number {
  return 40 * (line.match(/(?=10111010000|00001011101)/g) ?? []).length
}

function blocks(rows: Rows): number {
  let found = 0
  for (let y = 0; y + 1 < rows.length; y++) {
    const [row, below] = [rows[y] ?? [], rows[y + 1] ?? []]
    for (let x = 0; x + 1 < row.length; x++) {
      if (row[x] === row[x + 1] && row[x] === below[x] && row[x] === below[x + 1]) found++
    }
  }
  return found * 3
}

function imbalance(rows: Rows): number {
  const dark = rows.reduce((sum, row) => sum + row.filter(Boolean).length, 0)
  const percent = (dark * 100) / rows.length ** 2
  return 10 * Math.floor(Math.abs(percent - 50) / 5)
}
