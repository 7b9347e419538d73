import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import { encodedPart, hidesDigits, isEvenMixture } from './even-text.ts'

const language = 'Sehr geehrte Frau Kunde, the offer of May is below; please answer until Friday. '

test('digits of something encoded are told from language, also below a head', () => {
  const digits = randomBytes(6_000).toString('base64')
  const mail = `From: anna@example.org\nTo: bert@example.org\nSubject: offer\n\n`
  assert.equal(encodedPart(Buffer.from(digits)), 'all')
  assert.equal(encodedPart(Buffer.from(mail + digits)), 'body')
  assert.equal(encodedPart(Buffer.from(language.repeat(12) + digits)), 'body')
  assert.equal(encodedPart(Buffer.from(mail + language.repeat(90))), 'none')
  assert.equal(encodedPart(Buffer.alloc(0)), 'none')
  const pieces = (text: string) =>
    Array.from({ length: 4 }, (_, at) => Buffer.from(text.slice(1024 * at, 1024 * (at + 1))))
  assert.ok(isEvenMixture(pieces(mail + digits)))
  assert.ok(!isEvenMixture(pieces(mail + language.repeat(90))))
})

test('text of documents that became digits hides them; language, numbers, ids and pictures do not', () => {
  const of = (name: string, texts: readonly string[]) =>
    new Map([
      [
        name,
        Buffer.from(texts.map((text) => `<w:p><w:t a="${'x'.repeat(40)}">${text}</w:t></w:p>`).join('')),
      ],
    ])
  const pieces = (text: string) => text.match(/.{1,40}/g) ?? []
  const digits = pieces(randomBytes(3_000).toString('base64'))
  assert.ok(hidesDigits(of('word/document.xml', digits)))
  assert.ok(!hidesDigits(of('word/document.xml', pieces(language.repeat(40)))))
  assert.ok(
    !hidesDigits(
      of('xl/worksheets/sheet1.xml', pieces(BigInt(`0x${randomBytes(2_000).toString('hex')}`).toString())),
    ),
  )
  assert.ok(!hidesDigits(of('xl/sharedStrings.xml', pieces(randomBytes(3_000).toString('hex')))))
  assert.ok(!hidesDigits(of('word/media/digits.txt', digits)))
  assert.ok(
    !hidesDigits(
      new Map([...of('word/document.xml', pieces(language.repeat(90))), ...of('xl/sheet2.xml', digits)]),
    ),
  )
  assert.ok(!hidesDigits(new Map([['word/document.xml', Buffer.from('>>><<<')]])))
})
