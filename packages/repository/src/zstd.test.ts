import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'
import { zstdCompressSync } from 'node:zlib'

import fc from 'fast-check'

import { refusal } from './small-repository.fixture.ts'
import { decodeUnpacked, encodeUnpacked } from './unpacked.ts'
import { compress, decompress } from './zstd.ts'

test('what is compressed comes back, at every level', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 3_000 }), fc.constantFrom(1, 3, 16), (bytes, level) => {
      assert.deepEqual(new Uint8Array(decompress(compress(bytes, level), bytes.length)), bytes)
    }),
    { numRuns: 100 },
  )
  const large = Buffer.concat([randomBytes(1_500_000), Buffer.alloc(1_500_000)])
  assert.deepEqual(decompress(compress(large), large.length), large)
})

test('a bomb is stopped at the length that was promised', () => {
  const bomb = zstdCompressSync(Buffer.alloc(256 * 1024 * 1024))
  assert.ok(bomb.length < 20_000)
  const before = process.memoryUsage().arrayBuffers
  for (const promised of [0, 1, 1_000, 4_000_000])
    assert.throws(() => decompress(bomb, promised), refusal('limit-exceeded'))
  assert.ok(process.memoryUsage().arrayBuffers - before < 64 * 1024 * 1024, 'memory is bounded')
})

test('one byte more than promised is too many', () => {
  const packed = compress(Buffer.alloc(1_001, 7))
  assert.throws(() => decompress(packed, 1_000), refusal('limit-exceeded'))
  assert.equal(decompress(packed, 1_001).length, 1_001)
})

test('what is no zstd, or half of it, is damaged or shorter, never more', () => {
  assert.throws(() => decompress(Buffer.from('no zstd at all'), 100), refusal('damaged'))
  const packed = compress(randomBytes(5_000))
  for (const cut of [5, 100, packed.length - 1]) {
    try {
      assert.ok(decompress(packed.subarray(0, cut), 5_000).length < 5_000)
    } catch (error) {
      refusal('damaged')(error)
    }
  }
})

test('JSON files start with 2 and zstd, or are the JSON itself', () => {
  const json = Buffer.from('{"packs":[]}')
  assert.deepEqual(decodeUnpacked(encodeUnpacked(json), 100), json)
  assert.deepEqual(decodeUnpacked(json, 100), json)
  assert.deepEqual(decodeUnpacked(Buffer.from('[1]'), 100), Buffer.from('[1]'))
  for (const other of ['', 'x', '\u0001{}', '\u0003{}', ' {}'])
    assert.throws(() => decodeUnpacked(Buffer.from(other), 100), refusal('damaged'))
  assert.throws(() => decodeUnpacked(Buffer.from('\u0002{}'), 100), refusal('damaged'))
})
