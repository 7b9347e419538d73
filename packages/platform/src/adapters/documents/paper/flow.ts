import { type Canvas, type Colour, paper } from '../pdf/canvas.ts'
import { type Face, faces } from '../pdf/face.ts'
import { type Element } from '../pdf/structure.ts'
import type { Drawing } from '../pdf/write-pdf.ts'
import { colours, margin } from './measures.ts'

/** Where the next thing goes: down the page, and on to the next one. */
export interface Flow {
  readonly pages: readonly Canvas[]
  readonly page: Canvas
  y: number
  readonly width: number
  /** Points left on this page. */
  readonly left: number
  readonly isFresh: boolean
  newPage(): void
  /** A new page unless so many points are left; a page with nothing on it stays. */
  need(height: number): void
  space(height: number): void
}

export interface Style {
  readonly size: number
  readonly line: number
  readonly face?: Face
  readonly colour?: Colour
}

export function createFlow(drawing: Drawing, dress: (page: Canvas) => void): Flow {
  let current = drawing.addPage()
  const pages: Canvas[] = [current]
  dress(current)
  let [y, isFresh] = [margin.top, true]
  const newPage = (): void => {
    current = drawing.addPage()
    pages.push(current)
    dress(current)
    ;[y, isFresh] = [margin.top, true]
  }
  const bottom = paper.height - margin.bottom
  return {
    pages,
    get page() {
      return current
    },
    get y() {
      return y
    },
    set y(next) {
      ;[y, isFresh] = [next, false]
    },
    width: paper.width - margin.left - margin.right,
    get left() {
      return bottom - y
    },
    get isFresh() {
      return isFresh
    },
    newPage,
    need(height) {
      if (bottom - y < height && !isFresh) newPage()
    },
    space(height) {
      if (!isFresh) y += height
    },
  }
}

/** Lines of an element, over as many pages as they need; never one line alone before a break. */
export function drawLines(
  flow: Flow,
  owner: Element,
  lines: readonly string[],
  {
    size,
    line,
    face = faces().regular,
    colour = colours.ink,
    indent = 0,
  }: Style & { readonly indent?: number },
): void {
  let rest = lines
  while (rest.length > 0) {
    let fitting = Math.floor(flow.left / line)
    if (fitting < Math.min(2, rest.length) && !flow.isFresh) {
      flow.newPage()
      fitting = Math.floor(flow.left / line)
    }
    const isNearlyAll = rest.length - fitting === 1 && fitting > 2
    const now = rest.slice(0, Math.max(1, isNearlyAll ? fitting - 1 : fitting))
    rest = rest.slice(now.length)
    const { page, y } = flow
    page.marked(owner, () => {
      for (const [at, words] of now.entries()) {
        page.text(words, { x: margin.left + indent, y: y + at * line + size, face, size, colour })
      }
    })
    flow.y = y + now.length * line
    if (rest.length > 0) flow.newPage()
  }
}
