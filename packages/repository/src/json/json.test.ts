import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { refusal } from '../small-repository.fixture.ts'
import { JsonReader } from './reader.ts'
import { goJsonString } from './string.ts'

/** Reads a value with the reader's own means only, as a decoder would. */
function read(text: string): unknown {
  const reader = new JsonReader(text)
  const value = valueFrom(reader)
  reader.end()
  return value
}

function valueFrom(reader: JsonReader): unknown {
  const found: unknown[] = []
  if (reader.null()) return null
  const raw = reader.raw()
  if (raw.startsWith('{')) {
    const inner = new JsonReader(raw)
    inner.object((name) => found.push([name, valueFrom(inner)]))
    inner.end()
    return Object.fromEntries(found as [string, unknown][])
  }
  if (raw.startsWith('[')) {
    const inner = new JsonReader(raw)
    inner.array(() => found.push(valueFrom(inner)))
    inner.end()
    return found
  }
  return raw.startsWith('"') ? new JsonReader(raw).string() : (JSON.parse(raw) as unknown)
}

test('it reads what JSON.stringify writes, however it is indented', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 3 }), fc.constantFrom(undefined, 1, '\t'), (value, indent) => {
      const text = JSON.stringify(value, undefined, indent)
      assert.deepEqual(plain(read(text)), plain(JSON.parse(text)))
    }),
    { numRuns: 300 },
  )
})

test('every escape is read; half a surrogate pair becomes U+FFFD as in Go', () => {
  assert.equal(new JsonReader('"\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e4"').string(), '"\\/\b\f\n\r\t\u00e4')
  assert.equal(new JsonReader('"\\ud83c\\udf89"').string(), '🎉')
  assert.equal(new JsonReader('"a\\ud83cb"').string(), 'a\ufffdb')
  assert.equal(new JsonReader('"\\udcff"').string(), '\ufffd')
})

test('strings with control characters, unknown or cut escapes, or no end are damaged', () => {
  const broken = ['"a', '"', '"\n"', '"\u0000"', '"\\x41"', '"\\u12"', '"\\u12g4"', '"\\', "'a'", 'a', '']
  for (const text of broken)
    assert.throws(() => new JsonReader(text).string(), refusal('damaged'), JSON.stringify(text))
})

test('integers over 2^53 keep their digits', () => {
  assert.equal(new JsonReader('18446744073709551615').uint64(), 2n ** 64n - 1n)
  assert.equal(new JsonReader('9007199254740993').uint64(), 9_007_199_254_740_993n)
  assert.equal(new JsonReader('0').uint64(), 0n)
  const reader = new JsonReader('{"inode":12345678901234567890123}')
  reader.object(() => assert.equal(reader.raw(), '12345678901234567890123'))
})

test('a number that does not fit its field is damaged, never rounded', () => {
  assert.throws(() => new JsonReader('18446744073709551616').uint64(), refusal('damaged', /2\^64/))
  assert.throws(() => new JsonReader('9007199254740992').integer(), refusal('damaged', /2\^53/))
  assert.throws(() => new JsonReader('4294967296').uint32(), refusal('damaged', /2\^32/))
  assert.equal(new JsonReader('4294967295').uint32(), 4_294_967_295)
  assert.equal(new JsonReader('9007199254740991').integer(), Number.MAX_SAFE_INTEGER)
  for (const text of ['-1', '1.0', '1e3', '1E3', '01', '00', '', 'x', '"1"', '9'.repeat(400)])
    assert.throws(() => new JsonReader(text).integer(), refusal('damaged'), text)
})

test('a doubled key is told to the caller twice; nothing is merged behind its back', () => {
  const seen: string[] = []
  const reader = new JsonReader('{"a":1,"a":2}')
  reader.object((name) => seen.push(name + reader.raw()))
  assert.deepEqual(seen, ['a1', 'a2'])
})

test('a name like __proto__ is a name', () => {
  const seen: string[] = []
  const reader = new JsonReader('{"__proto__":{"x":1},"constructor":null}')
  reader.object((name) => seen.push(name, reader.raw()))
  assert.deepEqual(seen, ['__proto__', '{"x":1}', 'constructor', 'null'])
})

const broken = [
  '{',
  '}',
  '[',
  ']',
  '{]',
  '[}',
  '{"a"}',
  '{"a":}',
  '{"a":1,}',
  '{,}',
  '{a:1}',
  '[1,]',
  '[,]',
  '[1 2]',
  '[1]]',
  'nul',
  'nullx',
  'tru',
  'NaN',
  '-',
  '+1',
  '.5',
  '1.',
  '1 2',
  '\u00a01',
  '\ufeff1',
]

test('what is no JSON is damaged at a position', () => {
  for (const text of broken) assert.throws(() => read(text), refusal('damaged', /character \d+/), text)
})

test('values nested deeper than 200 levels are refused without a stack overflow', () => {
  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth)
  new JsonReader(nested(200)).raw()
  for (const depth of [300, 1_000_000])
    assert.throws(() => new JsonReader(nested(depth)).raw(), refusal('damaged', /200 nested/))
  assert.throws(() => new JsonReader('{"a":'.repeat(500_000)).raw(), refusal('damaged', /200 nested/))
})

test('strings are written as encoding/json writes them', () => {
  assert.equal(goJsonString('plain ü 🎉 \u007f'), '"plain ü 🎉 \u007f"')
  assert.equal(goJsonString('<>&'), '"\\u003c\\u003e\\u0026"')
  assert.equal(goJsonString('\u2028\u2029'), '"\\u2028\\u2029"')
  assert.equal(goJsonString('"\\\n\r\t\b\f\u0000\u001f'), '"\\"\\\\\\n\\r\\t\\b\\f\\u0000\\u001f"')
  assert.equal(goJsonString('a\udcffb'), '"a\\ufffdb"')
})

test('a written string is read as itself, by this reader and by JSON.parse', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const whole = text.toWellFormed()
      assert.equal(new JsonReader(goJsonString(whole)).string(), whole)
      assert.equal(JSON.parse(goJsonString(whole)), whole)
    }),
    { numRuns: 300 },
  )
})

/** Without -0 and null prototypes, which are no question of JSON. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value)) as unknown
}
