import type { LetterHead } from '../../../core/printed-document.ts'
import type { Canvas } from '../pdf/canvas.ts'
import { type Face, faces, shown, widthOf } from '../pdf/face.ts'
import { element, type Element } from '../pdf/structure.ts'
import type { Flow } from './flow.ts'
import { linesOf } from './lines.ts'
import { colours, margin, mm, type } from './measures.ts'

/** DIN 5008, form B: the address field begins 45 mm from the top and is 85 × 45 mm, of which the address takes six lines. */
const field = { x: margin.left, width: 80 * mm, note: 50 * mm, address: 62.7 * mm, lines: 6, line: 12.6 }
const reference = { x: 125 * mm, y: 50 * mm, width: 65 * mm }
/** Where the text begins. */
const textAt = 103.4 * mm

/** Sender, address, reference and fold marks on the first page. */
export function drawLetterHead(flow: Flow, parent: Element, head: LetterHead): void {
  const { page } = flow
  page.decoration(() => {
    page.rectangles(
      [105, 148.5, 210].map((at) => ({
        x: 4 * mm,
        y: at * mm,
        width: (at === 148.5 ? 6 : 4) * mm,
        height: 0.4,
      })),
      colours.quiet,
    )
  })
  const put = (words: string, place: Omit<Line, 'words'>): void => line(page, parent, { words, ...place })
  put(head.sender, { x: margin.left, y: 27 * mm, face: faces().strong, size: 15, width: flow.width })
  put(head.returnTo, { x: field.x, y: field.note, size: 6.5, width: field.width, colour: colours.quiet })
  if (head.note !== undefined) {
    put(head.note, { x: field.x, y: field.note + 12, face: faces().strong, size: 8.5, width: field.width })
  }
  for (const [at, words] of fitted(head.address).entries()) {
    put(words, { x: field.x, y: field.address + (at + 0.8) * field.line, size: 10, width: field.width })
  }
  drawReference(page, parent, head)
  flow.y = textAt
}

function drawReference(page: Canvas, parent: Element, head: LetterHead): void {
  let y = reference.y
  for (const [name, value] of head.reference) {
    line(page, parent, {
      words: name,
      x: reference.x,
      y: y + 6,
      size: 7,
      width: reference.width,
      colour: colours.quiet,
    })
    const style = { face: faces().regular, size: type.table.size, width: reference.width }
    const lines = linesOf(value, style).slice(0, 2)
    for (const [at, words] of lines.entries()) {
      line(page, parent, { words, x: reference.x, y: y + 16 + at * type.table.line, ...style })
    }
    y += 12 + lines.length * type.table.line
  }
}

interface Line {
  readonly words: string
  readonly x: number
  readonly y: number
  readonly size: number
  readonly width: number
  readonly face?: Face
  readonly colour?: (typeof colours)[keyof typeof colours]
}

/** One line that is set smaller rather than running out of its field, and cut only when that is not enough. */
function line(
  page: Canvas,
  parent: Element,
  { words, x, y, size, width, face = faces().regular, colour = colours.ink }: Line,
): void {
  const text = shown(words.replaceAll('\n', ' '))
  const wide = widthOf(face, size, text)
  const fitting = Math.max(size * 0.7, Math.min(size, (size * width) / Math.max(wide, 1)))
  const paragraph = element('P')
  parent.inside.push(paragraph)
  page.marked(paragraph, () =>
    page.text(clipped(text, face, fitting, width), { x, y, face, size: fitting, colour }),
  )
}

function clipped(text: string, face: Face, size: number, width: number): string {
  if (widthOf(face, size, text) <= width + 0.01) return text
  let [kept, length] = ['', widthOf(face, size, '…')]
  for (const character of text) {
    length += widthOf(face, size, character)
    if (length > width) break
    kept += character
  }
  return `${kept}…`
}

/** Six lines at most, long ones broken while there is room; what is more is joined into the last one. */
function fitted(address: readonly string[]): readonly string[] {
  const style = { face: faces().regular, size: 10, width: field.width }
  const broken = address.flatMap((words) => linesOf(words, style))
  const lines = broken.length <= field.lines ? broken : address
  return lines.length <= field.lines
    ? lines
    : [...lines.slice(0, field.lines - 1), lines.slice(field.lines - 1).join(', ')]
}
