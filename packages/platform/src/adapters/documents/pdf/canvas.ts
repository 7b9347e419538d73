import type { Face } from './face.ts'
import { number } from './objects.ts'
import type { Element, Mark } from './structure.ts'
import type { UsedGlyphs } from './used-glyphs.ts'

export type Colour = readonly [red: number, green: number, blue: number]

/** One page while it is drawn. Points from the top left corner; what is not marked is decoration. */
export interface Canvas {
  readonly page: number
  /** Draws for an element: a reader program reads it there. */
  marked(element: Element, draw: () => void): void
  /** Draws what is not read aloud: lines, page numbers, fold marks. */
  decoration(draw: () => void): void
  text(words: string, place: TextPlace): void
  rectangles(places: readonly Rectangle[], colour: Colour): void
  /** The content stream. */
  content(): string
}

export interface Rectangle {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export interface TextPlace {
  readonly x: number
  /** Of the line the letters stand on. */
  readonly y: number
  readonly face: Face
  readonly size: number
  readonly colour: Colour
  /** Degrees against the clock. */
  readonly turned?: number
}

/** A4 in points. */
export const paper = { width: 595.276, height: 841.89 }

export function canvas(page: number, glyphs: (face: Face) => UsedGlyphs): Canvas {
  const operators: string[] = []
  let marks = 0
  return {
    page,
    marked(element, draw) {
      const mark: Mark = { page, id: marks++ }
      element.inside.push(mark)
      operators.push(`/${element.role} <</MCID ${mark.id}>> BDC`)
      draw()
      operators.push('EMC')
    },
    decoration(draw) {
      operators.push('/Artifact BMC')
      draw()
      operators.push('EMC')
    },
    text(words, { x, y, face, size, colour, turned = 0 }) {
      if (words === '') return
      const name = face.name === 'strong' ? '/F2' : '/F1'
      const matrix = `${turnOf(turned)} ${number(x)} ${number(paper.height - y)}`
      operators.push(
        `BT ${fillOf(colour)} ${name} ${number(size)} Tf ${matrix} Tm <${glyphs(face).encode(words)}> Tj ET`,
      )
    },
    rectangles(places, colour) {
      const boxes = places.map(({ x, y, width, height }) =>
        [x, paper.height - y - height, width, height].map(number).join(' '),
      )
      operators.push(`${fillOf(colour)} ${boxes.map((box) => `${box} re`).join(' ')} f`)
    },
    content: () => operators.join('\n'),
  }
}

const fills = new WeakMap<Colour, string>()

/** The operator that sets a colour; there are seven of them. */
function fillOf(colour: Colour): string {
  const known = fills.get(colour)
  if (known !== undefined) return known
  const fill = `${colour.map(number).join(' ')} rg`
  fills.set(colour, fill)
  return fill
}

function turnOf(degrees: number): string {
  if (degrees === 0) return '1 0 0 1'
  const [cos, sin] = [Math.cos((degrees * Math.PI) / 180), Math.sin((degrees * Math.PI) / 180)]
  return [cos, sin, -sin, cos].map(number).join(' ')
}
