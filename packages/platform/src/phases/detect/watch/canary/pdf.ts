import { deflateSync } from 'node:zlib'

import { type Draw, type Language, prose } from './language.ts'

const linesAPage = 50
const lettersALine = 90
/** Objects of a page, and what its text packs to. */
const packing = 4

/** A document with pages of text in Helvetica, its streams deflated (ISO 32000-1, 7.5). */
export function pdf(language: Language, draw: Draw, bytes: number): Buffer {
  // The font's encoding knows the letters of Latin-1 only.
  const text = prose(language, draw, Math.max(300, (bytes - 900) * packing)).replaceAll('œ', 'oe')
  const lines = text
    .split('\n')
    .flatMap((one) => one.match(new RegExp(`.{1,${lettersALine}}(?: |$)`, 'g')) ?? [''])
  const pages = Array.from({ length: Math.ceil(lines.length / linesAPage) }, (_, at) =>
    lines.slice(at * linesAPage, (at + 1) * linesAPage),
  )
  const pageAt = (page: number): number => 4 + 2 * page
  return document([
    object('<< /Type /Catalog /Pages 2 0 R >>'),
    object(
      `<< /Type /Pages /Count ${pages.length} /Kids [${pages.map((_, page) => `${pageAt(page)} 0 R`).join(' ')}] >>`,
    ),
    object('<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>'),
    ...pages.flatMap((page, at) => [
      object(
        `<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R >> >> /Contents ${pageAt(at) + 1} 0 R >>`,
      ),
      stream(page),
    ]),
  ])
}

function object(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

function stream(lines: readonly string[]): Buffer {
  const shown = lines.map((line) => `(${line.replaceAll(/[\\()]/g, String.raw`\$&`)}) Tj T*`)
  const data = deflateSync(Buffer.from(`BT /F1 11 Tf 14 TL 60 780 Td\n${shown.join('\n')}\nET\n`, 'latin1'))
  return Buffer.concat([
    object(`<< /Length ${data.length} /Filter /FlateDecode >>\nstream\n`),
    data,
    object('\nendstream'),
  ])
}

function document(objects: readonly Buffer[]): Buffer {
  const pieces: Buffer[] = [Buffer.from('%PDF-1.4\n%\xe2\xe3\xcf\xd3\n', 'latin1')]
  const offsets: number[] = []
  let at = pieces[0]?.length ?? 0
  for (const [place, body] of objects.entries()) {
    const piece = Buffer.concat([object(`${place + 1} 0 obj\n`), body, object('\nendobj\n')])
    offsets.push(at)
    pieces.push(piece)
    at += piece.length
  }
  const entries = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  const count = objects.length + 1
  pieces.push(
    object(
      `xref\n0 ${count}\n0000000000 65535 f \n${entries}trailer\n<< /Size ${count} /Root 1 0 R >>\nstartxref\n${at}\n%%EOF\n`,
    ),
  )
  return Buffer.concat(pieces)
}
