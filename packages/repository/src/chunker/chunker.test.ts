import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import type { CutFinder } from './chunk-sizes.ts'
import { chunkerDegree, degree, isIrreducible, randomPolynomial } from './polynomial.ts'
import { rabinKernel } from './rabin-kernel.ts'
import { rabinTwin } from './rabin-twin.ts'

const small = { minimum: 256, maximum: 4096, cutBits: 8 }
const known = 0x3da3358b4dc173n

test('kernel and twin cut alike, however the bytes are fed', () => {
  const content = fc.oneof(
    fc.uint8Array({ minLength: 0, maxLength: 12_000 }),
    fc.tuple(fc.integer({ min: 0, max: 255 }), fc.integer({ min: 0, max: 20_000 })).map(constantBytes),
    fc.integer({ min: 1, max: 20_000 }).map((length) => randomBytes(length)),
  )
  fc.assert(
    fc.property(content, fc.array(fc.integer({ min: 1, max: 3000 }), { maxLength: 12 }), (bytes, pieces) => {
      const expected = cuts(rabinTwin(known, small), [bytes])
      assert.deepEqual(cuts(rabinKernel(known, small), [bytes]), expected)
      assert.deepEqual(cuts(rabinKernel(known, small), split(bytes, pieces)), expected)
      assert.deepEqual(cuts(rabinTwin(known, small), split(bytes, pieces)), expected)
    }),
    { numRuns: 100 },
  )
})

test('with the sizes of the format, kernel and twin agree over several chunks', () => {
  const bytes = randomBytes(12 * 1024 * 1024)
  const expected = cuts(rabinTwin(known), [bytes])
  assert.ok(expected.length > 0)
  assert.deepEqual(cuts(rabinKernel(known), split(bytes, [1, 65, 700_000, 1_500_000])), expected)
})

test('a chunk without any candidate ends at the maximum', () => {
  const found = cuts(rabinKernel(known, { ...small, cutBits: 50 }), [new Uint8Array(10_000).fill(7)])
  assert.deepEqual(found, [4096, 8192])
})

test('random polynomials are irreducible and of the right degree', () => {
  for (let i = 0; i < 5; i += 1) {
    const polynomial = randomPolynomial()
    assert.equal(degree(polynomial), chunkerDegree)
    assert.ok(isIrreducible(polynomial))
  }
  assert.ok(isIrreducible(known))
  assert.ok(!isIrreducible(0b110n), 'x² + x = x (x + 1)')
  assert.ok(!isIrreducible(known ^ 1n), 'divisible by x')
})

function cuts(finder: CutFinder, pieces: readonly Uint8Array[]): number[] {
  const found: number[] = []
  let before = 0
  for (const piece of pieces) {
    for (let from = finder.scan(piece, 0); from !== -1; from = finder.scan(piece, from))
      found.push(before + from)
    before += piece.length
  }
  return found
}

function split(bytes: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const pieces: Uint8Array[] = []
  let from = 0
  for (const length of lengths) {
    pieces.push(bytes.subarray(from, from + length))
    from = Math.min(bytes.length, from + length)
  }
  return [...pieces, bytes.subarray(from)]
}

function constantBytes([byte, length]: [number, number]): Uint8Array {
  return new Uint8Array(length).fill(byte)
}
