import { gzipSync } from 'node:zlib'

import { jpeg } from './jpeg.ts'
import { type Draw, type Language, prose, sentence } from './language.ts'
import { docx, odt, packed, xlsx } from './packages.ts'
import { pdf } from './pdf.ts'
import { png } from './png.ts'

/** Makes a file of about so many bytes; nothing of it was ever in another one. */
type Make = (language: Language, draw: Draw, bytes: number) => Buffer

const lines = (line: (at: number) => string, bytes: number): string => {
  const made: string[] = []
  for (let length = 0; length < bytes;) {
    const one = line(made.length)
    made.push(one)
    length += Buffer.byteLength(one) + 1
  }
  return `${made.join('\n')}\n`
}

const text: Make = (language, draw, bytes) => Buffer.from(`${prose(language, draw, bytes)}\n`)
const table =
  (separator: string): Make =>
  (language, draw, bytes) =>
    Buffer.from(lines((at) => [at + 1, sentence(language, draw), draw(100_000) / 100].join(separator), bytes))
const log: Make = (language, draw, bytes) => {
  const day = Date.UTC(2024, draw(24), 1 + draw(28))
  const line = (at: number): string =>
    `${new Date(day + at * 7_000).toISOString()} info ${sentence(language, draw)}`
  return Buffer.from(lines(line, bytes))
}
const markup =
  (head: string, line: (said: string) => string, foot: string): Make =>
  (language, draw, bytes) =>
    Buffer.from(`${head}\n${lines(() => line(sentence(language, draw)), bytes)}${foot}\n`)
const json: Make = (language, draw, bytes) => {
  const entries = lines(
    (at) => `  { "id": ${at + 1}, "text": ${JSON.stringify(sentence(language, draw))} },`,
    bytes,
  )
  return Buffer.from(`[\n${entries.replace(/,\n$/, '\n')}]\n`)
}
const mail: Make = (language, draw, bytes) => {
  const at = new Date(Date.UTC(2024, draw(24), 1 + draw(28), 8, draw(60))).toUTCString()
  const head = [
    'From: office@example.org',
    'To: archive@example.org',
    `Subject: ${sentence(language, draw)}`,
    `Date: ${at}`,
  ]
  const mime = ['MIME-Version: 1.0', 'Content-Type: text/plain; charset=utf-8']
  return Buffer.from(
    [...head, ...mime, '', prose(language, draw, bytes).replaceAll('\n', '\r\n'), ''].join('\r\n'),
  )
}

const makers: Readonly<Record<string, Make>> = {
  '.txt': text,
  '.md': text,
  '.csv': table(';'),
  '.tsv': table('\t'),
  '.log': log,
  '.json': json,
  '.eml': mail,
  '.html': markup('<!doctype html>\n<html><body>', (said) => `<p>${said}</p>`, '</body></html>'),
  '.htm': markup('<!doctype html>\n<html><body>', (said) => `<p>${said}</p>`, '</body></html>'),
  '.xml': markup(
    '<?xml version="1.0" encoding="UTF-8"?>\n<notes>',
    (said) => `<note>${said}</note>`,
    '</notes>',
  ),
  '.docx': docx,
  '.xlsx': xlsx,
  '.odt': odt,
  '.zip': packed,
  '.pdf': pdf,
  '.png': (_, draw, bytes) => png(draw, bytes),
  '.jpg': (_, draw, bytes) => jpeg(draw, bytes),
  '.jpeg': (_, draw, bytes) => jpeg(draw, bytes),
  // Noise of sentences packs to a fifth.
  '.gz': (language, draw, bytes) => gzipSync(prose(language, draw, 5 * bytes)),
}

/** Endings of the files that can be made here; case does not matter. */
export function canMake(ending: string): boolean {
  return Object.hasOwn(makers, ending.toLowerCase())
}

/** A sound file of the kind that this ending promises, of about so many bytes. Throws RangeError for other endings. */
export function contentFor(ending: string, style: { language: Language; bytes: number }, draw: Draw): Buffer {
  const make = canMake(ending) ? makers[ending.toLowerCase()] : undefined
  if (make === undefined) throw new RangeError(`nothing is made for ${ending}`)
  return make(style.language, draw, style.bytes)
}
