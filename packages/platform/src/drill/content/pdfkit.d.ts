/** The part of pdfkit that we use; the package ships no types. */
declare module 'pdfkit' {
  import type { Readable } from 'node:stream'

  interface DocumentOptions {
    readonly info: {
      readonly Title: string
      readonly CreationDate: Date
      readonly ModDate: Date
      readonly Producer?: string
      readonly Creator?: string
    }
    readonly size?: string
    readonly margin?: number
    readonly lang?: string
    readonly displayTitle?: boolean
  }

  interface TextOptions {
    readonly width?: number
    readonly lineGap?: number
  }

  export default class PDFDocument extends Readable {
    constructor(options: DocumentOptions)
    font(name: string): this
    fontSize(points: number): this
    fillColor(color: string): this
    rect(x: number, y: number, width: number, height: number): this
    fill(color: string): this
    moveDown(): this
    text(text: string, x?: number, y?: number, options?: TextOptions): this
    heightOfString(text: string, options?: TextOptions): number
    end(): void
  }
}
