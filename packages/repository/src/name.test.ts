import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { compareNames, decodeName, encodeName, isSafeName, printName } from './name.ts'
import { refusal } from './small-repository.fixture.ts'

/** Bytes that are often almost UTF-8: pieces of sequences, overlong forms, surrogates, the end of Unicode. */
const pieces = [
  '61',
  'c3',
  'a4',
  'e2',
  '82',
  'ac',
  'f0',
  '9f',
  '8e',
  '89',
  'ed',
  'a0',
  '80',
  'f4',
  '90',
  'ff',
]
const almostUtf8 = fc
  .array(fc.constantFrom(...pieces), { maxLength: 12 })
  .map((list) => Buffer.from(list.join(''), 'hex'))
const anyBytes = fc.oneof(
  almostUtf8,
  fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes)),
)
const anyName = fc.oneof(
  anyBytes.map(decodeName),
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', 'a', 'z', '\uffff', '\u{10000}', '🎉', '\udcff'),
)

test('every byte sequence has a name of its own and comes back', () => {
  fc.assert(
    fc.property(anyBytes, anyBytes, (a, b) => {
      assert.deepEqual(encodeName(decodeName(a)), a)
      assert.equal(decodeName(a) === decodeName(b), a.equals(b))
    }),
    { numRuns: 500 },
  )
})

test('valid UTF-8 is its own name, a stray byte is U+DC80 to U+DCFF', () => {
  for (const text of ['', 'ümläut', '🎉𝄞', '\ufeffmark', '\u0000', 'e\u0301'])
    assert.equal(decodeName(Buffer.from(text)), text)
  assert.equal(decodeName(Buffer.from([0xff, 0x61, 0x80])), '\udcffa\udc80')
  // Overlong "/", a surrogate and a code point beyond the last: no UTF-8, byte for byte.
  assert.equal(decodeName(Buffer.from([0xc0, 0xaf])), '\udcc0\udcaf')
  assert.equal(decodeName(Buffer.from([0xed, 0xa0, 0x80])), '\udced\udca0\udc80')
  assert.equal(decodeName(Buffer.from([0xf4, 0x90, 0x80, 0x80])), '\udcf4\udc90\udc80\udc80')
  assert.equal(decodeName(Buffer.from('🎉x').subarray(0, 3)), '\udcf0\udc9f\udc8e')
})

test('a view into a larger buffer is decoded as itself', () => {
  const larger = new Uint8Array([0x61, 0xff, 0x62, 0x63])
  assert.equal(decodeName(larger.subarray(1, 3)), '\udcffb')
})

test('a surrogate that stands for no byte is refused', () => {
  for (const name of ['\ud800', 'a\udbffb', '\udc00', '\udc7f', '\udd00', '\udcff\ud83c'])
    assert.throws(() => encodeName(name), refusal('invalid-argument'))
  // A pair is a character, even when its second half looks like a stray byte.
  assert.deepEqual(encodeName('\ud83c\udc89'), Buffer.from('\ud83c\udc89'))
})

test('names are ordered by their bytes', () => {
  fc.assert(
    fc.property(anyName, anyName, (a, b) => {
      if (!isByteString(a) || !isByteString(b)) return
      assert.equal(Math.sign(compareNames(a, b)), Buffer.compare(encodeName(a), encodeName(b)))
    }),
    { numRuns: 500 },
  )
  // JavaScript's own order puts the astral character first.
  const names = ['\uffff', '🎉']
  assert.deepEqual(names.toSorted(), ['🎉', '\uffff'])
  assert.deepEqual(names.toSorted(compareNames), ['\uffff', '🎉'])
})

test('people see control characters, direction marks and stray bytes', () => {
  assert.equal(printName('a\nb\u001b[31m'), 'a\\x0ab\\x1b[31m')
  assert.equal(printName('\udcff.txt'), '\\xff.txt')
  assert.equal(printName('gpj\u202etxt.exe'), 'gpj\\xe2\\x80\\xaetxt.exe')
  assert.equal(printName('\u061c\u200f\u2066'), '\\xd8\\x9c\\xe2\\x80\\x8f\\xe2\\x81\\xa6')
  assert.equal(printName('\u0085\u007f'), '\\xc2\\x85\\x7f')
  assert.equal(printName('Grüße 🎉.txt'), 'Grüße 🎉.txt')
  fc.assert(
    fc.property(anyName, (name) => {
      const printed = printName(name)
      assert.ok(printed.isWellFormed())
      assert.doesNotMatch(printed, /[\p{Cc}\u2028\u2029\u202e]/u)
    }),
  )
})

test('a name that leaves its directory is not safe', () => {
  for (const name of ['', '.', '..', '/', 'a/b', '../a', '/abs', 'a\0b', '\0'])
    assert.equal(isSafeName(name), false, printName(name))
  for (const name of ['...', '..a', '.a', 'a\\b', '\udcff', ' ', '-', '~'])
    assert.equal(isSafeName(name), true, name)
})

function isByteString(name: string): boolean {
  return /^[^\ud800-\udfff]*$/u.test(name.replace(/[\udc80-\udcff]/gu, ''))
}
