import PdfDocument from 'pdfkit'

import type { Random } from '../random.ts'
import { madeAt } from './stable-zip.ts'
import { paragraph, sentence } from './words.ts'

/** A text PDF of a few pages. */
export async function pdf(random: Random): Promise<Buffer> {
  const document = new PdfDocument({
    info: { Title: sentence(random), CreationDate: madeAt, ModDate: madeAt },
  })
  const pieces: Buffer[] = []
  document.on('data', (piece: Buffer) => pieces.push(piece))
  const ended = new Promise<void>((resolve) => {
    document.on('end', () => resolve())
  })
  document.fontSize(16).text(sentence(random))
  for (let count = 6 + random.below(30); count > 0; count -= 1) {
    document.moveDown().fontSize(11).text(paragraph(random))
  }
  document.end()
  await ended
  return Buffer.concat(pieces)
}
