type Rows = readonly (readonly boolean[])[]

/** How hard a code is to read: runs, blocks, what looks like a finder, imbalance (ISO/IEC 18004, 7.8.3). */
export function penaltyOf(rows: Rows): number {
  let penalty = blocks(rows) + imbalance(rows)
  for (let at = 0; at < rows.length; at++) {
    penalty += lineOf(rows.length, (place) => rows[at]?.[place] === true)
    penalty += lineOf(rows.length, (place) => rows[place]?.[at] === true)
  }
  return penalty
}

/** A finder's middle with its quiet zone on one side, as eleven bits. */
const finderBefore = 0b10111010000
const finderBehind = 0b00001011101

/** Five alike are three, each further one is one more; forty for what looks like a finder. */
function lineOf(size: number, isDark: (place: number) => boolean): number {
  let [penalty, run, last, window] = [0, 0, false, 0]
  for (let place = 0; place < size; place++) {
    const dark = isDark(place)
    run = dark === last && place > 0 ? run + 1 : 1
    last = dark
    if (run === 5) penalty += 3
    else if (run > 5) penalty += 1
    window = ((window << 1) | (dark ? 1 : 0)) & 0x7ff
    if (place >= 10 && (window === finderBefore || window === finderBehind)) penalty += 40
  }
  return penalty
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
