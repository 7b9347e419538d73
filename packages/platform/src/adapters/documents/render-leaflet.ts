import PdfDocument from 'pdfkit'

import type { Leaflet, LeafletColumn, RenderLeaflet } from '../../phases/release/index.ts'
import { type Block, columnBlocks, heightOf, type Measure, shownText } from './leaflet-layout.ts'

/** A4 in points. */
const page = { width: 595.28, height: 841.89, margin: 42 }
const gap = 22
const columnWidth = (page.width - 2 * page.margin - gap) / 2
const top = 128
const bottom = page.height - page.margin - 26
/** Points of the running text, tried in this order. */
const sizes = [9.5, 9, 8.5, 8, 7.5, 7, 6.5, 6, 5.5, 5]
const colours = { ink: '#1a1f24', quiet: '#56616b', accent: '#0b5c5e', panel: '#eef3f3', alarm: '#9a3412' }

/** A leaflet as PDF, one page A4. */
export const renderLeaflet: RenderLeaflet = async (leaflet, { at }) => {
  const document = new PdfDocument({
    size: 'A4',
    margin: 0,
    lang: leaflet.columns[0].language,
    displayTitle: true,
    info: {
      Title: shownText(`${leaflet.title}: ${leaflet.subtitle}`),
      CreationDate: at,
      ModDate: at,
      Producer: 'anlauf',
      Creator: 'anlauf',
    },
  })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => {
    document.on('end', () => resolve())
  })
  drawHead(document, leaflet)
  const size = sizes.find((one) => fits(document, leaflet, one)) ?? sizes.at(-1) ?? 5
  for (const [at, column] of leaflet.columns.entries()) {
    drawColumn(document, column, page.margin + at * (columnWidth + gap), size)
  }
  drawFoot(document, leaflet)
  document.end()
  await ended
  return Buffer.concat(pieces)
}

function drawHead(document: PdfDocument, { title, subtitle, banner }: Leaflet): void {
  const width = page.width - 2 * page.margin
  document.rect(0, 0, page.width, 8).fill(colours.accent)
  document.font('Helvetica-Bold').fontSize(19).fillColor(colours.ink)
  document.text(clip(document, shownText(title), width, 1), page.margin, 34, { width })
  document.font('Helvetica').fontSize(13).fillColor(colours.accent)
  document.text(clip(document, shownText(subtitle), width, 2), page.margin, 60, { width })
  if (banner === undefined) return
  document.font('Helvetica-Bold').fontSize(10).fillColor(colours.alarm)
  document.text(clip(document, shownText(banner), width, 1), page.margin, 98, { width })
}

function fits(document: PdfDocument, { columns }: Leaflet, size: number): boolean {
  return columns.every((column) => {
    const blocks = columnBlocks(column, size)
    return top + heightOf(blocks, measureOf(document)) <= bottom
  })
}

function drawColumn(document: PdfDocument, column: LeafletColumn, x: number, size: number): void {
  const measure = measureOf(document)
  let y = top
  for (const block of columnBlocks(column, size)) {
    const height = measure(block)
    if (y + block.before + height > bottom) return
    y += block.before
    drawBlock(document, block, { x, y, height })
    y += height + block.after
  }
}

function drawBlock(
  document: PdfDocument,
  block: Block,
  place: { readonly x: number; readonly y: number; readonly height: number },
): void {
  const { x, y, height } = place
  if (block.kind === 'command') {
    document.rect(x, y - 2, columnWidth, height + 4).fill(colours.panel)
  }
  const inset = block.kind === 'command' ? 5 : 0
  document.font(block.font).fontSize(block.size)
  document.fillColor(block.kind === 'text' || block.kind === 'command' ? colours.ink : colours.accent)
  document.text(block.text, x + inset, y, { width: columnWidth - 2 * inset, lineGap: block.lineGap })
}

function measureOf(document: PdfDocument): Measure {
  return ({ font, size, text, lineGap, kind }) => {
    const width = columnWidth - (kind === 'command' ? 10 : 0)
    return document.font(font).fontSize(size).heightOfString(text, { width, lineGap })
  }
}

function drawFoot(document: PdfDocument, { footer }: Leaflet): void {
  document
    .rect(page.margin, page.height - page.margin - 18, page.width - 2 * page.margin, 0.6)
    .fill(colours.panel)
  document.font('Courier').fontSize(6.5).fillColor(colours.quiet)
  const width = page.width - 2 * page.margin
  for (const [at, line] of footer.slice(0, 3).entries()) {
    const shown = clip(document, shownText(line), width, 1)
    document.text(shown, page.margin, page.height - page.margin - 12 + at * 9, { width })
  }
}

/** The beginning of a text that fits in so many lines, with "…" where it was cut. */
function clip(document: PdfDocument, text: string, width: number, lines: number): string {
  const room = document.heightOfString('X', { width }) * lines + 1
  if (document.heightOfString(text, { width }) <= room) return text
  let [fitting, tooLong] = [0, text.length]
  while (tooLong - fitting > 1) {
    const middle = (fitting + tooLong) >> 1
    if (document.heightOfString(`${text.slice(0, middle)}…`, { width }) <= room) fitting = middle
    else tooLong = middle
  }
  return `${text.slice(0, fitting)}…`
}
