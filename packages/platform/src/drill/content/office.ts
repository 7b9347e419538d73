import { Document, HeadingLevel, Packer, Paragraph } from 'docx'
import JSZip from 'jszip'
import pptxgen from 'pptxgenjs'
import writeExcelFile from 'write-excel-file/node'

import type { Random } from '../random.ts'
import { stableZip } from './stable-zip.ts'
import { paragraph, sentence } from './words.ts'

/** A text document as Word reads it. */
export async function docx(random: Random): Promise<Buffer> {
  const children = [
    new Paragraph({ text: sentence(random), heading: HeadingLevel.HEADING_1 }),
    ...Array.from({ length: 5 + random.below(40) }, () => new Paragraph(paragraph(random))),
  ]
  return stableZip(await Packer.toBuffer(new Document({ creator: 'drill', sections: [{ children }] })))
}

/** A workbook of one sheet with text and numbers. */
export async function xlsx(random: Random): Promise<Buffer> {
  const rows = Array.from({ length: 20 + random.below(300) }, (_, row) => [
    { value: row + 1 },
    { value: sentence(random) },
    { value: Math.round(random.next() * 1e6) / 100 },
  ])
  return stableZip(await writeExcelFile(rows).toBuffer())
}

/** A presentation of a few text slides. */
export async function pptx(random: Random): Promise<Buffer> {
  // The library is a CommonJS default export of a class; its types say so only half.
  const Presentation = pptxgen as unknown as new () => {
    addSlide(): { addText(text: string, options: object): void }
    write(options: { outputType: 'nodebuffer' }): Promise<Buffer>
  }
  const presentation = new Presentation()
  for (let slide = 0; slide < 2 + random.below(6); slide += 1) {
    presentation.addSlide().addText(paragraph(random), { x: 0.5, y: 0.5, w: 9, h: 4, fontSize: 18 })
  }
  return stableZip(await presentation.write({ outputType: 'nodebuffer' }))
}

/** An OpenDocument text (ODF 1.2, part 3: packages). */
export async function odt(random: Random): Promise<Buffer> {
  const zip = new JSZip()
  const body = Array.from({ length: 5 + random.below(30) }, () => `<text:p>${paragraph(random)}</text:p>`)
  zip.file('mimetype', 'application/vnd.oasis.opendocument.text')
  zip.file(
    'META-INF/manifest.xml',
    '<?xml version="1.0" encoding="UTF-8"?><manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.2"><manifest:file-entry manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.text"/><manifest:file-entry manifest:full-path="content.xml" manifest:media-type="text/xml"/></manifest:manifest>',
  )
  zip.file(
    'content.xml',
    `<?xml version="1.0" encoding="UTF-8"?><office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.2"><office:body><office:text>${body.join('')}</office:text></office:body></office:document-content>`,
  )
  return stableZip(await zip.generateAsync({ type: 'nodebuffer' }))
}
