import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { decodeName } from '../name.ts'
import { refusal } from '../small-repository.fixture.ts'
import { quoteName, unquoteName } from './quoted-name.ts'

/** Name and what Go's `strconv.Quote` prints between the quotes. */
const golden = [
  ['plain name-1.txt', 'plain name-1.txt'],
  ['quote"', String.raw`quote\"`],
  ['back\\slash', String.raw`back\\slash`],
  ['\u0007\b\f\n\r\t\v', String.raw`\a\b\f\n\r\t\v`],
  ['\u0000\u0001\u001f\u007f', String.raw`\x00\x01\x1f\x7f`],
  ['\u0080\u00a0\u00ad', String.raw`\u0080\u00a0\u00ad`],
  ['\u2028\ufeff\u200b', String.raw`\u2028\ufeff\u200b`],
  ['\u{e0001}\u{f0000}', String.raw`\U000e0001\U000f0000`],
  ['ümläut ß 日本 🎉 e\u0301', 'ümläut ß 日本 🎉 e\u0301'],
  ['\ufffd', '\ufffd'],
  ["<>&'", "<>&'"],
  ['\udcff\udc80', String.raw`\xff\x80`],
  ['', ''],
] as const

test('names are quoted and unquoted as Go’s strconv does', () => {
  for (const [name, quoted] of golden) {
    assert.equal(quoteName(name), quoted)
    assert.equal(unquoteName(quoted), name)
  }
})

test('every name of any bytes comes back', () => {
  const bytes = fc.uint8Array({ maxLength: 24 }).map(decodeName)
  const text = fc.string({ unit: 'binary', maxLength: 12 }).map((found) => found.toWellFormed())
  fc.assert(
    fc.property(fc.oneof(bytes, text), (name) => assert.equal(unquoteName(quoteName(name)), name)),
    { numRuns: 1_000 },
  )
})

test('escapes that other writers may use are read', () => {
  assert.equal(unquoteName(String.raw`\xc3\xa4\344\u00e4\U0001f389`), 'ä\udce4ä🎉')
  assert.equal(unquoteName(String.raw`\056\x2e`), '..')
})

const broken = [
  String.raw`a\ `.trimEnd(),
  String.raw`\q`,
  String.raw`\'`,
  String.raw`\x4`,
  String.raw`\xgg`,
  String.raw`\u12`,
  String.raw`\ud800`,
  String.raw`\U00110000`,
  String.raw`\400`,
  String.raw`\08`,
  'a"b',
  'a\nb',
]

test('what Go cannot unquote is damaged', () => {
  for (const quoted of broken) assert.throws(() => unquoteName(quoted), refusal('damaged'), quoted)
})

test('a name of a million escapes took half a gigabyte', (t) => {
  const { mock } = t.mock.method(Buffer, 'allocUnsafe')
  const quoted = '\\xff\\u00e4\\n'.repeat(300_000)
  assert.equal(unquoteName(quoted).length, 900_000)
  const asked = mock.calls.reduce((sum, { arguments: [size] }) => sum + size, 0)
  assert.ok(asked <= quoted.length && mock.callCount() < 10)
})
