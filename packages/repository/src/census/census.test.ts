import assert from 'node:assert/strict'
import { randomFillSync } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { censusTwin } from './census-twin.ts'
import type { Census } from './census.ts'
import { takeCensus, unpackCounts } from './index.ts'
import { mostPackedBytes, packCounts } from './packed-counts.ts'

/** Apart from the memory, which the kernel uses again and is longer. */
function copied(census: Census): Census {
  const { counts, packed, packedBytes, windows, windowCounted, windowSquares } = census
  return {
    ...census,
    counts: counts.slice(),
    packed: packed.slice(0, packedBytes),
    windowCounted: windowCounted.slice(0, windows),
    windowSquares: windowSquares.slice(0, windows),
  }
}

test('the kernel counts like its twin, whatever it counted before', () => {
  const sizes = fc.oneof(
    fc.integer({ min: 0, max: 20_000 }),
    fc.constantFrom(7, 8, 4095, 4096, 4097, 16_383, 16_384, 16_385, 20_479, 20_480, 20_481, 262_140, 262_148),
    fc.integer({ min: 60_000, max: 600_000 }),
  )
  fc.assert(
    fc.property(sizes, fc.uint8Array({ minLength: 1, maxLength: 40 }), fc.boolean(), (size, words, noise) => {
      const bytes = Buffer.alloc(size, words)
      if (noise) randomFillSync(bytes, size >> 1)
      assert.deepEqual(copied(takeCensus(bytes)), censusTwin(bytes))
    }),
    { numRuns: 150 },
  )
})

test('equal bytes of one whole window do not overflow, 9 MiB neither', () => {
  for (const byte of [0, 255]) {
    const { counts, windowSquares } = takeCensus(Buffer.alloc(4096, byte))
    assert.deepEqual([counts[byte], windowSquares[0]], [4096, 4096 ** 2])
  }
  const large = Buffer.alloc(9 * 1024 * 1024 + 5, 'abc')
  assert.deepEqual(copied(takeCensus(large)), censusTwin(large))
})

test('of large contents a quarter is counted, and every part of a page of 16 KiB in some window', () => {
  const bytes = Buffer.alloc(160 * 1024)
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = (at % 16_384) / 1024
  const { counted, counts } = takeCensus(bytes)
  assert.equal(counted, bytes.length / 4)
  assert.deepEqual([...counts.subarray(0, 16)].map((count) => count > 0).filter(Boolean).length, 4)
  assert.deepEqual([counts[0], counts[5], counts[10], counts[15]], [10_240, 10_240, 10_240, 10_240])
})

test('packed counts are read as they were written; other bytes are none', () => {
  const counts = fc.array(fc.oneof(fc.constant(0), fc.nat(5), fc.nat(250)), {
    minLength: 256,
    maxLength: 256,
  })
  fc.assert(
    fc.property(counts, fc.nat(), fc.integer({ min: 1, max: 255 }), (values, place, change) => {
      const packed = packCounts(Uint32Array.from(values), 256)
      assert.deepEqual([...(unpackCounts(packed) ?? [])], values)
      const bent = packed.slice()
      bent[place % bent.length] = (bent[place % bent.length] ?? 0) ^ change
      for (const other of [
        bent,
        packed.subarray(1),
        packed.subarray(0, -1),
        new Uint8Array([...packed, 1]),
      ]) {
        const read = unpackCounts(other)
        if (read !== undefined) assert.deepEqual(packCounts(Uint32Array.from(read), 1), other)
      }
    }),
  )
  const most = Uint32Array.from({ length: 256 }, (_, value) => (value < 3 ? 16_384 : 64))
  assert.ok(packCounts(most, 65_535).length <= mostPackedBytes)
})
