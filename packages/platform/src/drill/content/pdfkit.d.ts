/** The part of pdfkit that the drill uses; the package ships no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream'

  export default class PDFDocument extends Readable {
    constructor(options: { info: { Title: string; CreationDate: Date; ModDate: Date } })
    fontSize(points: number): this
    moveDown(): this
    text(text: string): this
    end(): void
  }
}
