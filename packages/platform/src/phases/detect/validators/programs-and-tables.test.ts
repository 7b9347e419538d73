import assert from 'node:assert/strict'
import { test } from 'node:test'

import { seededRandom } from '../../../drill/random.ts'
import { snappyLength } from './parquet/snappy.ts'
import { readStruct } from './parquet/thrift.ts'
import { classFile, filmFile, parquetSnappyFile, parquetSumsFile } from './programs-and-tables.fixture.ts'
import { assertBroken, assertValid, validityOf } from './validity-of.fixture.ts'

const random = seededRandom(32)

function wounded(bytes: Buffer, from: number, length: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.set(random.bytes(length), Math.floor(from))
  return copy
}

test('a class: random bytes anywhere break it, 64 of them always', () => {
  assertValid(classFile, 'decoded')
  assertValid(Buffer.concat([classFile, Buffer.alloc(38, 1)]), 'decoded', classFile.length)
  for (let at = 8; at < classFile.length - 64; at += 11) assertBroken(wounded(classFile, at, 64), /\w/)
})

test('a class in attributes that nobody knows is not proved', () => {
  // One class, its name, the name of an attribute, and 4 KiB in it.
  const text = (letters: string) => Buffer.from([1, 0, letters.length, ...Buffer.from(letters)])
  const constants = [text('A'), Buffer.from([7, 0, 1]), text('Secret')]
  const parts = (length: number) => [
    Buffer.from([0xca, 0xfe, 0xba, 0xbe, 0, 0, 0, 52, 0, 4]),
    ...constants,
    Buffer.from([0, 1, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 3, 0, 0, length >> 8, length & 255]),
    random.bytes(length),
  ]
  assertValid(Buffer.concat(parts(100)), 'decoded')
  assertValid(Buffer.concat(parts(4096)), 'structure')
  assertBroken(Buffer.concat(parts(4096)).subarray(0, -1), /longer/)
})

test('a table: pages with checksums are proved, those without at least unpack', () => {
  assertValid(parquetSumsFile, 'checksum')
  assertValid(parquetSnappyFile, 'structure')
  assertBroken(wounded(parquetSumsFile, 1000, 64), /page/)
  assertBroken(wounded(parquetSnappyFile, 6, 64), /page/)
  assertBroken(wounded(parquetSumsFile, parquetSumsFile.length - 700, 400), /description|column|page/)
})

test('a description that says it were larger than the file, or nests without an end, costs nothing', () => {
  // A list of four billion structures, and a thousand structures in one another.
  const list = Buffer.from([0x19, 0xfc, 0xff, 0xff, 0xff, 0xff, 0x0f, ...Buffer.alloc(100)])
  assert.equal(readStruct(list, 0, list.length), undefined)
  const deep = Buffer.alloc(1000, 0x1c)
  assert.equal(readStruct(deep, 0, deep.length), undefined)
})

test('snappy: lengths without unpacking', () => {
  assert.equal(snappyLength(Buffer.from([11, 4 << 2, ...Buffer.from('hello'), ((6 - 4) << 2) | 1, 5])), 11)
  assert.equal(snappyLength(Buffer.from([12, 4 << 2, ...Buffer.from('hello'), ((6 - 4) << 2) | 1, 5])), -1)
  assert.equal(snappyLength(Buffer.from([11, 4 << 2, ...Buffer.from('hello'), ((6 - 4) << 2) | 1, 6])), -1)
  assert.equal(snappyLength(Buffer.alloc(0)), -1)
})

test('a film: noise over a picture breaks it, sound has no check', () => {
  assertValid(filmFile, 'structure')
  const media = filmFile.indexOf('mdat') + 4
  assertBroken(wounded(filmFile, media, 40), /picture/)
  let noticed = 0
  for (let round = 0; round < 50; round += 1)
    if (validityOf(wounded(filmFile, media + random.below(1500), 300)).state === 'broken') noticed += 1
  assert.ok(noticed > 10, `${noticed} of 50`)
})
