import assert from 'node:assert/strict'
import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import { test } from 'node:test'

import fc from 'fast-check'

import { signStatement } from './key-statement.ts'
import { publicHalf } from './seals.ts'
import { maxStatements, standingOf, worthRemembering } from './trust.ts'

const [root, one, two, three, thief] = Array.from(
  { length: 5 },
  () => generateKeyPairSync('ed25519').privateKey,
) as [KeyObject, KeyObject, KeyObject, KeyObject, KeyObject]
const print = (key: KeyObject): string => publicHalf(key).fingerprint
const march = (day: number): Date => new Date(Date.UTC(2028, 1, 28 + day))
const says = (
  signer: KeyObject,
  kind: 'root' | 'certify' | 'rotate' | 'revoke',
  about: KeyObject,
  from = march(0),
) => signStatement({ kind, about, from, reason: `${kind} in a test` }, signer)

const stands = (
  key: KeyObject,
  pinned: KeyObject,
  statements: readonly ReturnType<typeof says>[],
  at = march(9),
): string => standingOf(print(key), at.toISOString(), { pinned: print(pinned), statements }).kind

const begun = [says(one, 'root', root), says(root, 'certify', one)]

test('one known fingerprint is enough, of the key itself or of the offline key above it', () => {
  assert.equal(stands(one, one, []), 'trusted')
  assert.equal(stands(one, root, begun), 'trusted')
  assert.equal(stands(thief, one, begun), 'unknown')
  assert.equal(
    stands(thief, root, [...begun, says(thief, 'certify', thief), says(one, 'certify', thief)]),
    'unknown',
  )
})

test('after a rotation the new key signs and the old one no longer does; what it signed before stays good', () => {
  const rotated = [...begun, says(one, 'rotate', two, march(1))]
  assert.equal(stands(two, one, rotated), 'trusted')
  assert.equal(stands(one, one, rotated, march(2)), 'replaced')
  assert.equal(stands(one, one, rotated, march(0)), 'trusted')
  assert.equal(stands(three, one, [...rotated, says(two, 'rotate', three, march(3))]), 'trusted')
})

test('a stolen key is taken back by the offline key, and with it whatever the thief handed over to', () => {
  const stolen = [...begun, says(one, 'rotate', thief, march(1))]
  assert.equal(stands(thief, one, stolen), 'trusted', 'nobody can know yet')
  const taken = [...stolen, says(root, 'revoke', one, march(2)), says(root, 'certify', two, march(2))]
  for (const pinned of [one, root]) {
    assert.equal(stands(one, pinned, taken), 'revoked')
    assert.equal(stands(thief, pinned, taken), 'unknown')
    assert.equal(stands(two, pinned, taken), 'trusted')
  }
})

test('only the offline key or the key itself revokes; a second offline key is a dispute that nobody wins silently', () => {
  assert.equal(stands(one, one, [...begun, says(thief, 'revoke', one)]), 'trusted')
  assert.equal(stands(one, one, [...begun, says(one, 'revoke', one)]), 'revoked')
  assert.equal(stands(two, one, [...begun, says(two, 'root', thief), says(thief, 'certify', two)]), 'unknown')
  const second = [...begun, says(one, 'root', thief), says(thief, 'certify', thief)]
  assert.equal(stands(thief, one, second), 'disputed')
  assert.equal(stands(thief, root, second), 'unknown', 'who knows the offline key is not in doubt')
})

test('a changed statement says nothing', () => {
  const [named, certified] = begun
  assert.ok(named && certified)
  fc.assert(
    fc.property(fc.nat(certified.bytes.length - 1), fc.integer({ min: 1, max: 255 }), (at, by) => {
      const bytes = Uint8Array.from(certified.bytes)
      bytes[at] = (bytes[at] ?? 0) ^ by
      assert.equal(stands(one, root, [named, { ...certified, bytes }]), 'unknown')
    }),
    { numRuns: 300 },
  )
})

test('a revocation is not pushed out by a thousand other statements, and strangers fill no memory', () => {
  const noise = Array.from({ length: maxStatements * 4 }, (_, n) => says(thief, 'rotate', two, march(n)))
  const taken = says(root, 'revoke', one, march(2))
  assert.equal(stands(one, root, [...begun, ...noise, taken]), 'revoked')
  const kept = worthRemembering(print(root), [...begun, taken, ...noise.slice(0, 20)])
  assert.equal(kept.length, 3)
})

test('a thief cannot make a reader forget: neither by a flood of forged revocations, nor by a bad copy of a good one', () => {
  const taken = says(root, 'revoke', one, march(2))
  const known = [...begun, taken]
  const flood = Array.from({ length: maxStatements * 2 }, (_, n) => says(thief, 'revoke', thief, march(n)))
  const forged = flood.map(({ bytes }) => ({ bytes, signature: new Uint8Array(64) }))
  for (const noise of [flood, forged]) assert.equal(stands(one, one, [...known, ...noise]), 'revoked')
  const spoilt = { bytes: taken.bytes, signature: new Uint8Array(64) }
  const kept = worthRemembering(print(one), [...known, spoilt])
  assert.deepEqual(kept, known)
})
