import { faces } from '../pdf/face.ts'
import { element, type Element } from '../pdf/structure.ts'
import type { Flow } from './flow.ts'
import { linesOf } from './lines.ts'
import { colours, margin, type } from './measures.ts'

export interface Table {
  readonly head?: readonly string[]
  readonly rows: readonly (readonly string[])[]
  readonly shares?: readonly number[]
  /** The first cell of each row names what stands in the others. */
  readonly isNamed?: boolean
}

interface Column {
  readonly x: number
  readonly width: number
}

interface RowStyle {
  readonly columns: readonly Column[]
  readonly isHead: boolean
  readonly isNamed: boolean
}

const padding = 4

/** A table; its head is shown again on every page that it reaches. */
export function drawTable(flow: Flow, parent: Element, { head, rows, shares, isNamed = false }: Table): void {
  const table = element('Table')
  parent.inside.push(table)
  const columns = columnsOf(flow.width, shares ?? Array.from(head ?? rows[0] ?? [], () => 1))
  const draw = (cells: readonly string[], isHead: boolean, owner?: Element): void =>
    drawRow(flow, owner, cells, { columns, isHead, isNamed })
  flow.space(2)
  flow.need(
    beginningOfTable(flow, {
      ...(head !== undefined && { head }),
      rows,
      isNamed,
      ...(shares && { shares }),
    }) - 2,
  )
  if (head !== undefined) draw(head, true, table)
  for (const row of rows) {
    const before = flow.pages.length
    const height = heightOf(row, columns, isNamed)
    flow.need(height)
    if (flow.pages.length > before && head !== undefined) draw(head, true)
    draw(row, false, table)
  }
  flow.space(8)
}

/** Its head and its first row; of a row longer than a third of a page, that third. */
export function beginningOfTable(flow: Flow, { head, rows, shares, isNamed = false }: Table): number {
  const columns = columnsOf(flow.width, shares ?? Array.from(head ?? rows[0] ?? [], () => 1))
  const ofHead = head === undefined ? 0 : heightOf(head, columns, true)
  return 2 + ofHead + Math.min(heightOf(rows[0] ?? [], columns, isNamed), 250)
}

function columnsOf(width: number, shares: readonly number[]): readonly Column[] {
  const whole = shares.reduce((sum, share) => sum + share, 0)
  let x = margin.left
  return shares.map((share) => {
    const column = { x, width: (width * share) / whole }
    x += column.width
    return column
  })
}

function heightOf(cells: readonly string[], columns: readonly Column[], isNamed: boolean): number {
  const lines = cellLines(cells, { columns, isHead: false, isNamed }).map(({ length }) => length)
  return Math.max(...lines, 1) * type.table.line + 2 * padding
}

/** Rows are measured before they are drawn, some twice; their lines are broken once. */
const broken = new WeakMap<
  readonly string[],
  { readonly style: RowStyle; readonly lines: readonly (readonly string[])[] }
>()

function cellLines(cells: readonly string[], style: RowStyle): readonly (readonly string[])[] {
  const known = broken.get(cells)
  if (known !== undefined && isSame(known.style, style)) return known.lines
  const lines = brokenLines(cells, style)
  broken.set(cells, { style, lines })
  return lines
}

function isSame(one: RowStyle, other: RowStyle): boolean {
  return (
    one.isHead === other.isHead &&
    one.isNamed === other.isNamed &&
    one.columns.length === other.columns.length &&
    one.columns.every(({ width }, at) => width === other.columns[at]?.width)
  )
}

function brokenLines(
  cells: readonly string[],
  { columns, isHead, isNamed }: RowStyle,
): readonly (readonly string[])[] {
  return columns.map((column, at) =>
    linesOf(cells[at] ?? '', {
      face: isHead || (isNamed && at === 0) ? faces().strong : faces().regular,
      size: type.table.size,
      width: column.width - 2 * padding,
    }),
  )
}

/** A row, over several pages only where it is longer than one. Without an owner it is a repetition, not read again. */
function drawRow(flow: Flow, owner: Element | undefined, cells: readonly string[], style: RowStyle): void {
  const { columns, isHead, isNamed } = style
  const row = element('TR')
  owner?.inside.push(row)
  const owners = columns.map((_, at) =>
    isHead
      ? element('TH', { scope: 'Column' })
      : isNamed && at === 0
        ? element('TH', { scope: 'Row' })
        : element('TD'),
  )
  row.inside.push(...owners)
  let rest = cellLines(cells, style)
  while (rest.some(({ length }) => length > 0)) {
    const longest = Math.max(...rest.map(({ length }) => length))
    const fitting = Math.floor((flow.left - 2 * padding) / type.table.line)
    if (fitting < 1) flow.newPage()
    const count = Math.min(longest, Math.max(1, Math.floor((flow.left - 2 * padding) / type.table.line)))
    drawSlice(
      flow,
      owner === undefined ? undefined : owners,
      rest.map((lines) => lines.slice(0, count)),
      style,
    )
    rest = rest.map((lines) => lines.slice(count))
    if (rest.some(({ length }) => length > 0)) flow.newPage()
  }
}

function drawSlice(
  flow: Flow,
  owners: readonly Element[] | undefined,
  cells: readonly (readonly string[])[],
  { columns, isHead, isNamed }: RowStyle,
): void {
  const { page, y } = flow
  const height = Math.max(...cells.map(({ length }) => length), 1) * type.table.line + 2 * padding
  page.decoration(() => {
    if (isHead) page.rectangles([{ x: margin.left, y, width: flow.width, height }], colours.panel)
    page.rectangles([{ x: margin.left, y: y + height - 0.5, width: flow.width, height: 0.5 }], colours.rule)
  })
  for (const [at, lines] of cells.entries()) {
    const column = columns[at]
    if (column === undefined) continue
    const face = isHead || (isNamed && at === 0) ? faces().strong : faces().regular
    const draw = (): void => {
      for (const [line, words] of lines.entries()) {
        page.text(words, {
          x: column.x + padding,
          y: y + padding + line * type.table.line + type.table.size,
          face,
          size: type.table.size,
          colour: colours.ink,
        })
      }
    }
    const owner = owners?.[at]
    if (owner === undefined) page.decoration(draw)
    else page.marked(owner, draw)
  }
  flow.y = y + height
}
