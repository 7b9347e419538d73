import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { needProgram } from '../../../../../../test/debian.ts'
import { needVeraPdf, validatePdf } from '../../../../../../test/pdf/vera-pdf.ts'
import type { PrintedBlock, PrintedDocument } from '../../../core/printed-document.ts'
import { renderDocument } from '../index.ts'

const folder = mkdtempSync(join(tmpdir(), 'paper-'))
after(() => rmSync(folder, { recursive: true }))
const at = new Date('2026-02-12T10:00:00Z')
const skip = needProgram('pdftotext', 'poppler-utils') || needProgram('zbarimg', 'zbar-tools')

/** Everything that a document can hold, with one text everywhere. */
function filledWith(text: string): PrintedDocument {
  const blocks: readonly PrintedBlock[] = [
    { kind: 'heading', level: 2, text },
    { kind: 'text', text },
    { kind: 'list', items: [text, text] },
    { kind: 'facts', facts: [[text, text]] },
    { kind: 'table', head: [text, text], rows: [[text, text], [text]], shares: [1, 3] },
    { kind: 'code', link: 'https://notices.example/a/1', caption: text },
  ]
  return {
    title: text,
    language: 'de',
    watermark: text.slice(0, 20),
    banner: text,
    footer: [text, text],
    letter: {
      sender: text,
      returnTo: text,
      note: text,
      address: Array.from({ length: 9 }, () => text),
      reference: [[text, text]],
    },
    parts: [
      { language: 'de', blocks },
      { language: 'en', blocks: [{ kind: 'heading', level: 1, text }, ...blocks] },
    ],
  }
}

const hostile = [
  '',
  'Müller & Söhne',
  'שלום עולם',
  '\u202eevil\u0007\0',
  'W'.repeat(800),
  'a b '.repeat(600),
  '\ud800',
  '🎉'.repeat(300),
  '(\\)%PDF endobj >> stream <</JS (app.alert(1))>>',
  'Ἀλεξάνδρα Łukasiewicz Nguyễn Đặng Владимир',
  '<x xmlns="http://evil.example/">]]>&amp;',
]

test(
  'veraPDF calls every document PDF/A-2a and PDF/UA-1, whatever is written in it',
  { skip: needVeraPdf() },
  () => {
    const files = hostile.map((text, number) => {
      const file = join(folder, `${number}.pdf`)
      writeFileSync(file, renderDocument(filledWith(text), at))
      return file
    })
    const plain = join(folder, 'plain.pdf')
    writeFileSync(plain, renderDocument({ title: 'x', language: 'en', parts: [] }, at))
    const lines = validatePdf(['2a', 'ua1'], [...files, plain])
    assert.equal(lines.length, 2 * (hostile.length + 1))
    for (const line of lines) assert.match(line, /^valid /)
    // A check that cannot fail would be none: a byte of the metadata makes the difference.
    const broken = renderDocument(filledWith('x'), at)
    writeFileSync(
      plain,
      Buffer.from(Buffer.from(broken).toString('latin1').replace('/Marked true', '/Marked fals'), 'latin1'),
    )
    assert.match(validatePdf(['2a'], [plain])[0] ?? '', /^invalid /)
  },
)

test('the same document at the same time has the same bytes', () => {
  for (const text of hostile) {
    assert.ok(Buffer.from(renderDocument(filledWith(text), at)).equals(renderDocument(filledWith(text), at)))
  }
})

test('what was written can be copied out again, word by word', { skip }, () => {
  const word = fc
    .string({
      unit: fc.constantFrom(...Array.from('abcxyzÄÖÜßéœŁĄřșΩλДжĐắ0123456789.,;:!?()-„“€§')),
      minLength: 1,
      maxLength: 12,
    })
    .map((one) => one.normalize('NFC'))
  fc.assert(
    fc.property(fc.array(word, { minLength: 1, maxLength: 300 }), (words) => {
      const text = words.join(' ')
      const read = textOf({
        title: 'T',
        language: 'de',
        parts: [{ language: 'de', blocks: [{ kind: 'text', text }] }],
      })
      const body = read.replaceAll(/Seite \d+ von \d+/g, '').replace('T', '')
      assert.equal(body.replaceAll(/\s/g, ''), text.replaceAll(' ', ''))
    }),
    { numRuns: 25 },
  )
})

test('what the font lacks is shown by its number', { skip }, () => {
  const read = textOf(filledWith('ש\u202ex'))
  assert.match(read, /\\u\{5e9\}\\u\{202e\}x/)
})

test('a phone reads the code on the page', { skip }, () => {
  const link = 'https://notices.example/a/0123456789abcdef0123456789abcdef0123456789abcdef?l=de'
  const file = join(folder, 'code.pdf')
  const blocks: readonly PrintedBlock[] = [{ kind: 'code', link, caption: 'Bitte bestätigen' }]
  writeFileSync(
    file,
    renderDocument(
      { title: 'T', language: 'de', watermark: 'ENTWURF', parts: [{ language: 'de', blocks }] },
      at,
    ),
  )
  spawnSync('pdftoppm', ['-r', '150', '-gray', file, join(folder, 'code')])
  const image = join(folder, 'code-1.pgm')
  const { stdout } = spawnSync('zbarimg', ['--raw', '-q', image], { encoding: 'utf8' })
  assert.equal(stdout.trim(), link)
})

test('every page says which of how many it is; a long table repeats its head', { skip }, () => {
  const rows = Array.from({ length: 120 }, (_, row) => [`Zeile ${row}`, 'x '.repeat(90)])
  const read = textOf({
    title: 'T',
    language: 'de',
    parts: [{ language: 'de', blocks: [{ kind: 'table', head: ['Nummer', 'Inhalt'], rows }] }],
  })
  const pages = Array.from(read.matchAll(/Seite (\d+) von (\d+)/g), ([, page, of]) => `${page}/${of}`)
  assert.ok(pages.length > 3)
  assert.deepEqual(
    pages,
    pages.map((_, page) => `${page + 1}/${pages.length}`),
  )
  assert.equal(read.match(/Nummer/g)?.length, pages.length)
  for (let row = 0; row < 120; row++) assert.match(read, new RegExp(String.raw`Zeile ${row}\b`))
})

function textOf(document: PrintedDocument): string {
  const file = join(folder, 'text.pdf')
  writeFileSync(file, renderDocument(document, at))
  return spawnSync('pdftotext', ['-layout', file, '-'], { encoding: 'utf8' }).stdout
}
