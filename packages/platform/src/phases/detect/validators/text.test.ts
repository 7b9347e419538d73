import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { lock, someModes } from '../../../drill/attack/some-modes.fixture.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { noiseShare, text } from './text.ts'

const random = seededRandom(41)
const english = Array.from({ length: 30 }, () => paragraph(random)).join('\n')
const german = 'Ärger über größere Wasserschäden, wie üblich überhöht: 1.200 €\r\n'.repeat(40)
const russian = 'Съешь ещё этих мягких французских булок\n'.repeat(40)

function isText(bytes: Uint8Array): boolean {
  return text(bytes).state === 'valid'
}

test('text of people is text in every usual encoding', () => {
  for (const sample of [
    english,
    german,
    russian,
    '日本語のテキスト。\n'.repeat(50),
    '\u001b[31mred\u001b[0m\n',
    '😀'.repeat(99),
  ]) {
    assert.ok(isText(Buffer.from(sample)), sample.slice(0, 20))
    const little = Buffer.from(`\ufeff${sample}`, 'utf16le')
    assert.ok(isText(little), `utf-16le ${sample.slice(0, 20)}`)
    assert.ok(isText(Buffer.from(little).swap16()), `utf-16be ${sample.slice(0, 20)}`)
  }
  assert.ok(isText(Buffer.from(german, 'latin1')))
  assert.ok(isText(Buffer.from('Größe des Raums: 3 m\r\n', 'latin1')))
  const koi8 = Buffer.from(
    Array.from(russian, (letter) => letter.charCodeAt(0)).map((code) =>
      code > 127 ? 0xc0 + (code % 64) : code,
    ),
  )
  assert.ok(isText(koi8))
})

test('text is structure at most: anybody can write it', () => {
  const validity = text(Buffer.from(english))
  assert.deepEqual(validity, { state: 'valid', depth: 'structure', end: Buffer.byteLength(english) })
})

test('binary is no text', () => {
  assert.ok(!isText(Buffer.alloc(400)))
  assert.ok(!isText(Buffer.from('MZ\u0090\0\u0003\0\0\0\u0004\0\0\0ÿÿ', 'latin1')))
  assert.ok(!isText(Buffer.from('ab\0'.repeat(50))))
})

test('random bytes are no text, however few, and no mark in front makes them text', () => {
  let passed = 0
  for (let round = 0; round < 2000; round += 1) {
    const bytes = random.bytes(16 + random.below(600))
    if (isText(bytes)) passed += 1
    const even = bytes.subarray(0, bytes.length & ~1)
    if (bytes.length > 100) {
      assert.ok(!isText(Buffer.concat([Buffer.from([0xff, 0xfe]), even])), `utf-16 graft of ${even.length}`)
      assert.ok(!isText(Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), bytes])))
    }
  }
  assert.ok(passed === 0, `${passed} of 2000 random strings passed as text`)
})

test('no mode leaves text readable', () => {
  for (const plain of [
    Buffer.from(english),
    Buffer.from(german, 'latin1'),
    Buffer.from(german),
    Buffer.from(`\ufeff${english}`, 'utf16le'),
  ]) {
    for (const mode of someModes) {
      for (let key = 0; key < 20; key += 1) {
        assert.ok(!isText(lock(mode, plain, `text/${key}`)), `${mode.name} ${key}`)
      }
    }
  }
})

test('the noise share is between 0 and 1, 0 for text, some 0.6 for random bytes', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 500 }), (bytes) => {
      const share = noiseShare(bytes)
      assert.ok(share >= 0 && share <= 1)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (line) => {
      const clean = line.replaceAll(/\p{Cc}/gu, '')
      assert.equal(noiseShare(Buffer.from(clean)), 0)
    }),
  )
  const share = noiseShare(random.bytes(50_000))
  assert.ok(share > 0.5 && share < 0.7, String(share))
})
