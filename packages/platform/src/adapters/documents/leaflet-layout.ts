import type { LeafletColumn } from '../../phases/release/index.ts'
import { printable } from './printable.ts'

/** A piece of a column, with its type and the room around it in points. */
export interface Block {
  readonly kind: 'language' | 'heading' | 'text' | 'command'
  readonly text: string
  readonly font: string
  readonly size: number
  readonly lineGap: number
  readonly before: number
  readonly after: number
}

/** Height of a block in points. */
export type Measure = (block: Block) => number

/** What one line may hold; a page has an end, and measuring has a price. */
const maxLine = 600

/** A column from top to bottom; everything grows with the size of the running text. */
export function columnBlocks({ heading, sections }: LeafletColumn, size: number): readonly Block[] {
  return [
    block('language', heading, size),
    ...sections.flatMap((section) => [
      block('heading', section.heading, size),
      ...section.lines.map((line) => block('text', line, size)),
      ...(section.commands ?? []).map((line) => block('command', line, size)),
    ]),
  ]
}

export function heightOf(blocks: readonly Block[], measure: Measure): number {
  return blocks.reduce((sum, one) => sum + one.before + measure(one) + one.after, 0)
}

const fonts: Readonly<Record<Block['kind'], string>> = {
  language: 'Helvetica',
  heading: 'Helvetica-Bold',
  text: 'Helvetica',
  command: 'Courier',
}

function block(kind: Block['kind'], text: string, size: number): Block {
  return {
    kind,
    text: shownText(text),
    font: fonts[kind],
    size: kind === 'command' ? size * 0.84 : kind === 'heading' ? size * 1.08 : size,
    lineGap: kind === 'text' ? size * 0.16 : 0,
    before: kind === 'heading' ? size * 1.05 : kind === 'command' ? size * 0.45 : 0,
    after: kind === 'text' ? size * 0.22 : kind === 'command' ? size * 0.3 : size * 0.35,
  }
}

/** A text as the page can show it, cut where nobody reads on. */
export function shownText(text: string): string {
  const shown = printable(text.slice(0, maxLine))
  const isCut = text.length > maxLine || shown.length > maxLine
  return isCut ? `${shown.slice(0, maxLine)}…` : shown
}
