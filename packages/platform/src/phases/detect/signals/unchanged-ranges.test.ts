import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { akira, full, lock, lockFile } from '../../../drill/attack/some-modes.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { unchangedRanges } from './unchanged-ranges.ts'

const plain = seededRandom(5).bytes(300_000)

test('of a file that is encrypted in part the rest can be named, of a whole or interleaved one nothing', () => {
  const half = unchangedRanges(plain, lock(akira, plain, 'a'))
  assert.equal(half.ranges.length, 1)
  const [from, to] = half.ranges[0] ?? [0, 0]
  assert.ok(from >= 150_000 && from < 150_064 && to === plain.length)
  for (const mode of [full, lockFile]) {
    assert.deepEqual(unchangedRanges(plain, lock(mode, plain, 'a')), { bytes: 0, ranges: [] })
  }
})

test('every stretch is equal in both versions; they are in order, apart, few, and none is missed', () => {
  const hurt = fc.array(fc.tuple(fc.nat(plain.length - 1), fc.integer({ min: 1, max: 3000 })), {
    maxLength: 60,
  })
  fc.assert(
    fc.property(hurt, (wounds) => {
      const after = Buffer.from(plain)
      for (const [at, length] of wounds) {
        for (let byte = at; byte < Math.min(at + length, after.length); byte += 1)
          after[byte] = (after[byte] ?? 0) ^ 0x5a
      }
      const { bytes, ranges } = unchangedRanges(plain, after)
      assert.ok(ranges.length <= 32)
      let end = -1
      for (const [from, to] of ranges) {
        assert.ok(from > end && to - from >= 1024)
        assert.ok(plain.subarray(from, to).equals(after.subarray(from, to)))
        end = to
      }
      assert.ok(bytes >= ranges.reduce((sum, [from, to]) => sum + to - from, 0))
      if (wounds.length === 0) assert.deepEqual(ranges, [[0, plain.length]])
    }),
    { numRuns: 40 },
  )
})
