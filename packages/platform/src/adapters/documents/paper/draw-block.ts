import { darkRuns, type QrCode, qrCode } from '../../../core/qr/index.ts'
import type { PrintedBlock } from '../../../core/printed-document.ts'
import { faces } from '../pdf/face.ts'
import { paper } from '../pdf/canvas.ts'
import { number } from '../pdf/objects.ts'
import { element, type Element } from '../pdf/structure.ts'
import { beginningOfTable, drawTable, type Table } from './draw-table.ts'
import { drawLines, type Flow } from './flow.ts'
import { linesOf } from './lines.ts'
import { colours, margin, mm, type } from './measures.ts'

/** Draws blocks one below the other and hangs them into the element they belong to. */
export function drawBlocks(flow: Flow, parent: Element, blocks: readonly PrintedBlock[]): void {
  for (const [at, block] of blocks.entries()) drawBlock(flow, parent, block, blocks.slice(at + 1, at + 4))
}

function drawBlock(
  flow: Flow,
  parent: Element,
  block: PrintedBlock,
  following: readonly PrintedBlock[],
): void {
  switch (block.kind) {
    case 'heading':
      return drawHeading(flow, parent, block, following)
    case 'text':
      return drawText(flow, parent, block)
    case 'list':
      return drawList(flow, parent, block.items)
    case 'facts':
      return drawTable(flow, parent, factsTable(block))
    case 'table':
      return drawTable(flow, parent, block)
    case 'code':
      return drawCode(flow, parent, block)
  }
}

function factsTable({ facts }: Extract<PrintedBlock, { kind: 'facts' }>): Table {
  return { rows: facts, shares: [0.34, 0.66], isNamed: true }
}

function child<T extends Element>(parent: Element, one: T): T {
  parent.inside.push(one)
  return one
}

function drawHeading(
  flow: Flow,
  parent: Element,
  block: Extract<PrintedBlock, { kind: 'heading' }>,
  following: readonly PrintedBlock[],
): void {
  const { level } = block
  const style = type[`heading${level}`]
  const face = faces().strong
  const lines = headingLines(flow, block)
  flow.space(level === 1 ? 4 : 9)
  // A heading stays with the beginning of what it heads.
  flow.need(lines.length * style.line + beginningOf(flow, following))
  const colour = level === 1 ? colours.ink : colours.accent
  drawLines(flow, child(parent, element(`H${level}`)), lines, { ...style, face, colour })
  flow.space(level === 1 ? 6 : 2)
}

function headingLines(
  flow: Flow,
  { level, text }: Extract<PrintedBlock, { kind: 'heading' }>,
): readonly string[] {
  return linesOf(text, { face: faces().strong, size: type[`heading${level}`].size, width: flow.width })
}

/** Height of as much of the next block as must stand below a heading. */
function beginningOf(flow: Flow, [next, ...following]: readonly PrintedBlock[]): number {
  switch (next?.kind) {
    case undefined:
      return 0
    case 'heading': {
      const height = headingLines(flow, next).length * type[`heading${next.level}`].line
      return 9 + height + 2 + beginningOf(flow, following)
    }
    case 'table':
      return beginningOfTable(flow, next)
    case 'facts':
      return beginningOfTable(flow, factsTable(next))
    case 'code':
      return 30 * mm + 12
    case 'text':
    case 'list':
      return 2 * type.text.line + 4
  }
}

function drawText(
  flow: Flow,
  parent: Element,
  { text, isStrong = false }: Extract<PrintedBlock, { kind: 'text' }>,
): void {
  const face = isStrong ? faces().strong : faces().regular
  const lines = linesOf(text, { face, size: type.text.size, width: flow.width })
  drawLines(flow, child(parent, element('P')), lines, { ...type.text, face })
  flow.space(5)
}

function drawList(flow: Flow, parent: Element, items: readonly string[]): void {
  const list = child(parent, element('L'))
  const indent = 12
  for (const item of items) {
    const lines = linesOf(item, { face: faces().regular, size: type.text.size, width: flow.width - indent })
    flow.need(Math.min(2, lines.length) * type.text.line)
    const entry = child(list, element('LI'))
    const { page, y } = flow
    page.marked(child(entry, element('Lbl')), () => {
      page.text('•', {
        x: margin.left + 2,
        y: y + type.text.size,
        face: faces().regular,
        size: type.text.size,
        colour: colours.accent,
      })
    })
    drawLines(flow, child(entry, element('LBody')), lines, { ...type.text, indent })
    flow.space(2)
  }
  flow.space(4)
}

let latest: { readonly link: string; readonly code: QrCode } | undefined

/** A bilingual letter shows one link twice. */
function codeOf(link: string): QrCode {
  if (latest?.link !== link) latest = { link, code: qrCode(link) }
  return latest.code
}

function drawCode(
  flow: Flow,
  parent: Element,
  { link, caption }: Extract<PrintedBlock, { kind: 'code' }>,
): void {
  const code = codeOf(link)
  const side = 30 * mm
  const square = side / code.size
  flow.space(4)
  flow.need(side + 8)
  const { page, y } = flow
  const [left, top] = [margin.left + 4 * square, y + 4]
  const figure = child(parent, element('Figure', { alternative: `${caption} ${link}` }))
  figure.box = [left, paper.height - top - side, left + side, paper.height - top].map((one) =>
    Number(number(one)),
  ) as [number, number, number, number]
  page.marked(figure, () => {
    page.rectangles(
      code.rows.flatMap((row, at) =>
        darkRuns(row).map(({ from, length }) => ({
          x: left + from * square,
          y: top + at * square,
          width: length * square,
          height: square,
        })),
      ),
      [0, 0, 0],
    )
  })
  const beside = side + 8 * square
  const width = flow.width - beside
  drawLines(
    flow,
    child(parent, element('P')),
    linesOf(`${caption}\n${link}`, { face: faces().regular, size: type.table.size, width }),
    { ...type.table, indent: beside },
  )
  flow.y = Math.max(flow.page === page ? flow.y : 0, flow.page === page ? y + side + 8 : flow.y)
}
