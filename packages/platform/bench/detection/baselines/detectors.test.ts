import assert from 'node:assert/strict'
import { createCipheriv } from 'node:crypto'
import { test } from 'node:test'

import { detectors } from './detectors.ts'
import { differentialArea, expectedEntropy, shannonEntropy, twoFragmentArea } from './entropy.ts'
import { sharedBlocks } from './shared-blocks.ts'

const noise = createCipheriv('aes-128-ctr', Buffer.alloc(16, 1), Buffer.alloc(16)).update(
  Buffer.alloc(1 << 16),
)

test('entropy of known distributions', () => {
  assert.equal(shannonEntropy(Buffer.from('aaaa')), 0)
  assert.equal(shannonEntropy(Buffer.from('abab')), 1)
  assert.equal(shannonEntropy(Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))), 8)
})

test('the expected entropy of few random bytes, by hand', () => {
  assert.equal(expectedEntropy(1), 0)
  // Two bytes are equal once in 256 times; else they carry one bit.
  assert.ok(Math.abs(expectedEntropy(2) - 255 / 256) < 1e-12)
  // All three distinct: log2(3). Two equal: the entropy of thirds. All equal: none.
  const [distinct, equal] = [(255 * 254) / 65_536, 1 / 65_536]
  const two = Math.log2(3) - 2 / 3
  assert.ok(Math.abs(expectedEntropy(3) - (distinct * Math.log2(3) + (1 - distinct - equal) * two)) < 1e-12)
})

test('the area under a constant head is that of the whole random curve', () => {
  let whole = 0
  for (let length = 8; length <= 192; length += 8) whole += 8 * expectedEntropy(length)
  assert.ok(Math.abs(differentialArea(Buffer.alloc(192)) - whole) < 1e-9)
  assert.ok(differentialArea(noise) < 0.05 * whole)
  const headKept = Buffer.concat([Buffer.alloc(200), noise])
  assert.ok(twoFragmentArea(headKept) < 0.1 * differentialArea(headKept))
})

test('blocks are shared wherever a whole one of them stood before', () => {
  const [a, b, c] = [0, 1, 2].map((part) => noise.subarray(part * 4096, (part + 1) * 4096))
  assert.ok(a !== undefined && b !== undefined && c !== undefined)
  assert.equal(sharedBlocks(Buffer.concat([a, b]), Buffer.concat([c, a])), 0.5)
  assert.equal(sharedBlocks(a, a), 1)
  assert.equal(sharedBlocks(Buffer.concat([a, b]), Buffer.concat([a, b]).subarray(1)), 0)
})

test('every baseline scores ciphertext under a strange name higher than text', () => {
  const before = Buffer.from('The quick brown fox jumps over the lazy dog. '.repeat(400))
  const honest = Buffer.from(before)
  honest.write('A', 0)
  for (const { name, score } of detectors) {
    const attacked = score({ path: 'a.txt.akira', before, after: noise })
    assert.ok(attacked > score({ path: 'a.txt', before, after: honest }), name)
    assert.ok(Number.isInteger(attacked), name)
  }
})
