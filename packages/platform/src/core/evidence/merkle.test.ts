import assert from 'node:assert/strict'
import { createHash } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { inclusionProof, merkleRoot, merkleTree } from './merkle.ts'
import { merkleProver } from './merkle-prover.ts'
import { verifyConsistency, verifyInclusion } from './merkle-verify.ts'

/** RFC 6962 §2.1 word by word, the slow way: the oracle. */
function rootByDefinition(lines: readonly string[]): Buffer {
  const [only] = lines
  if (only === undefined) return createHash('sha256').digest()
  if (lines.length === 1) return createHash('sha256').update(`\0${only}`).digest()
  let split = 1
  while (split * 2 < lines.length) split *= 2
  const sides = [lines.slice(0, split), lines.slice(split)].map(rootByDefinition)
  return createHash('sha256')
    .update(Buffer.concat([Buffer.of(1), ...sides]))
    .digest()
}

function linesOf(size: number): string[] {
  return Array.from({ length: size }, (_, at) => `line ${at}`)
}

test('the root is that of the definition, however the tree grew', () => {
  const tree = merkleTree()
  for (let size = 0; size <= 70; size += 1) {
    assert.deepEqual(tree.root(), rootByDefinition(linesOf(size)), `${size}`)
    tree.add(`line ${size}`)
  }
  assert.equal(merkleRoot([]).toString('hex').slice(0, 8), 'e3b0c442')
})

test('the last leaf has only left neighbours, which is what verify.sh relies on', () => {
  for (let size = 1; size <= 70; size += 1) {
    const lines = linesOf(size)
    const leaf = createHash('sha256')
      .update(`\0line ${size - 1}`)
      .digest()
    const root = inclusionProof(lines, size - 1).reduce(
      (hash, left) =>
        createHash('sha256')
          .update(Buffer.concat([Buffer.of(1), left, hash]))
          .digest(),
      leaf,
    )
    assert.deepEqual(root, merkleRoot(lines), `${size}`)
  }
})

test('every beginning of a log proves that it was continued, and nothing else does', () => {
  for (let size = 0; size <= 33; size += 1) {
    const lines = linesOf(size)
    const second = { size, root: merkleRoot(lines) }
    for (let from = 0; from <= size; from += 1) {
      const first = { size: from, root: merkleRoot(lines.slice(0, from)) }
      const proof = merkleProver(lines).consistency(from)
      const other = { size: from, root: merkleRoot([...lines.slice(0, from), 'x']) }
      assert.ok(verifyConsistency(first, second, proof), `${from} of ${size}`)
      assert.ok(!verifyConsistency(other, second, proof))
      assert.ok(!verifyConsistency(first, second, [...proof, merkleRoot([])]))
      if (proof.length > 0) assert.ok(!verifyConsistency(first, second, proof.slice(1)))
      if (from < size) assert.ok(!verifyConsistency(second, first, proof))
    }
  }
})

/** RFC 6962 §2.1.1 word by word. */
function pathByDefinition(lines: readonly string[], at: number): Buffer[] {
  if (lines.length <= 1) return []
  let split = 1
  while (split * 2 < lines.length) split *= 2
  const [left, right] = [lines.slice(0, split), lines.slice(split)]
  return at < split
    ? [...pathByDefinition(left, at), rootByDefinition(right)]
    : [...pathByDefinition(right, at - split), rootByDefinition(left)]
}

test('one pass over the lines is enough for every proof of every earlier state', () => {
  const lines = linesOf(70)
  const prover = merkleProver(lines)
  assert.equal(prover.size, 70)
  for (let size = 1; size <= 70; size += 1) {
    const state = lines.slice(0, size)
    assert.deepEqual(prover.root(size), rootByDefinition(state))
    for (let at = 0; at < size; at += 1) {
      assert.deepEqual(prover.inclusion(at, size), pathByDefinition(state, at), `${at} of ${size}`)
    }
    for (let from = 1; from <= size; from += 1) {
      const [first, second] = [from, size].map((of) => ({ size: of, root: prover.root(of) }))
      assert.ok(verifyConsistency(first!, second!, prover.consistency(from, size)), `${from} of ${size}`)
    }
  }
  assert.throws(() => prover.root(71), RangeError)
})

test('a proof with one changed hash, place or size proves nothing', () => {
  const change = fc.record({
    size: fc.integer({ min: 2, max: 40 }),
    at: fc.nat(39),
    bit: fc.nat(255),
    which: fc.nat(9),
  })
  fc.assert(
    fc.property(change, ({ size, at, bit, which }) => {
      const lines = linesOf(size)
      const place = { at: at % size, size }
      const proof = inclusionProof(lines, place.at)
      const root = merkleRoot(lines)
      const line = lines[place.at] ?? ''
      assert.ok(verifyInclusion(line, place, proof, root))
      const bent = proof.map((hash) => Buffer.from(hash))
      const hash = bent[which % bent.length]
      if (hash) hash[bit >> 3] = (hash[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      assert.ok(!verifyInclusion(line, place, bent, root))
      assert.ok(!verifyInclusion(line, { ...place, at: (place.at + 1) % size }, proof, root))
      assert.ok(!verifyInclusion(line, { at: -1, size }, proof, root))
      assert.ok(!verifyInclusion(line, { at: 0.5, size }, proof, root))
    }),
  )
})
