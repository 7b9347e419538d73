import type { PrintedDocument, RenderDocument } from '../../../core/printed-document.ts'
import { type Canvas, paper } from '../pdf/canvas.ts'
import { faces, shown, widthOf } from '../pdf/face.ts'
import { element, type Element } from '../pdf/structure.ts'
import { type Drawing, writePdf } from '../pdf/write-pdf.ts'
import { drawBlocks } from './draw-block.ts'
import { createFlow, drawLines } from './flow.ts'
import { drawLetterHead } from './letter-head.ts'
import { linesOf } from './lines.ts'
import { colours, margin, mm, type } from './measures.ts'

/** A document as PDF/A-2a, tagged after PDF/UA-1. */
export const renderDocument: RenderDocument = (document, at) =>
  writePdf({ title: document.title, language: document.language, at }, (drawing) => draw(drawing, document))

function draw(drawing: Drawing, document: PrintedDocument): void {
  const { title, parts, letter, banner, language } = document
  const flow = createFlow(drawing, (page) => dress(page, document))
  for (const [at, part] of parts.entries()) {
    if (at > 0) flow.newPage()
    const section = element('Sect', { language: part.language })
    drawing.inside.push(section)
    if (at === 0) {
      if (banner !== undefined) drawBanner(flow.page, section, banner)
      if (letter !== undefined) drawLetterHead(flow, section, letter)
      const face = faces().strong
      const style = letter === undefined ? type.heading1 : type.heading2
      const heading = element('H1', { language })
      section.inside.push(heading)
      drawLines(flow, heading, linesOf(title, { face, size: style.size, width: flow.width }), {
        ...style,
        face,
      })
      flow.space(7)
    }
    drawBlocks(flow, section, part.blocks)
  }
  drawFeet(flow.pages, document)
}

/** What stands behind and above the text of every page. */
function dress(page: Canvas, { watermark, banner }: PrintedDocument): void {
  if (watermark !== undefined) page.decoration(() => drawWatermark(page, shown(watermark)))
  if (banner !== undefined && page.page > 0) page.decoration(() => bannerText(page, banner))
}

function drawBanner(page: Canvas, section: Element, banner: string): void {
  const paragraph = element('P')
  section.inside.push(paragraph)
  page.marked(paragraph, () => bannerText(page, banner))
}

function bannerText(page: Canvas, banner: string): void {
  const face = faces().strong
  const words = shown(banner)
  const room = paper.width - margin.left - margin.right
  const size = Math.max(6, Math.min(9.5, (9.5 * room) / Math.max(1, widthOf(face, 9.5, words))))
  page.text(words, { x: margin.left, y: 13 * mm, face, size, colour: colours.alarm })
}

/** Along the diagonal, as large as it fits. */
function drawWatermark(page: Canvas, words: string): void {
  const face = faces().strong
  const [long, turned] = [paper.height * 0.85, 55]
  const size = Math.min(130, (100 * long) / widthOf(face, 100, words))
  const wide = widthOf(face, size, words)
  const [cos, sin] = [Math.cos((turned * Math.PI) / 180), Math.sin((turned * Math.PI) / 180)]
  page.text(words, {
    x: paper.width / 2 - (wide / 2) * cos + size * 0.3 * sin,
    y: paper.height / 2 + (wide / 2) * sin + size * 0.3 * cos,
    face,
    size,
    colour: colours.pale,
    turned,
  })
}

const pageOf = {
  de: (page: number, pages: number) => `Seite ${page} von ${pages}`,
  en: (page: number, pages: number) => `Page ${page} of ${pages}`,
} as const

function drawFeet(pages: readonly Canvas[], { footer = [], language }: PrintedDocument): void {
  const face = faces().regular
  const { size, line } = type.small
  const top = paper.height - 20 * mm
  const right = paper.width - margin.right
  for (const [at, page] of pages.entries()) {
    const count = pageOf[language](at + 1, pages.length)
    const place = { y: top + 4 + size, face, size, colour: colours.quiet }
    page.decoration(() => {
      page.rectangles([{ x: margin.left, y: top, width: right - margin.left, height: 0.5 }], colours.rule)
      for (const [row, words] of footer.slice(0, 4).entries()) {
        const fitting = linesOf(words, { face, size, width: right - margin.left - 70 })[0] ?? ''
        page.text(fitting, { ...place, x: margin.left, y: place.y + row * line })
      }
      page.text(count, { ...place, x: right - widthOf(face, size, count) })
    })
  }
}
