import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { commonGrowth, isEncryptionGrowth } from './growth.ts'

const limits = { growthFiles: 5, growthKinds: 2 }
const grown = (bytes: number, ...kinds: string[]) => kinds.map((kind) => ({ bytes, kind }))

test('five files of two kinds with one footer are found', () => {
  const changes = [
    ...grown(534, 'zip', 'pdf', 'zip', 'mp4', 'zip'),
    ...grown(12, 'text'),
    ...grown(-7, 'zip'),
  ]
  assert.deepEqual(commonGrowth(changes, limits), { bytes: 534, files: 5, kinds: 3 })
})

test('four files, one kind, no growth, shrinking or a gigabyte are not', () => {
  assert.equal(commonGrowth(grown(534, 'zip', 'pdf', 'zip', 'mp4'), limits), undefined)
  assert.equal(commonGrowth(grown(120, 'text', 'text', 'text', 'text', 'text', 'text'), limits), undefined)
  assert.equal(commonGrowth(grown(0, 'zip', 'pdf', 'db', 'mp4', 'png'), limits), undefined)
  assert.equal(commonGrowth(grown(-534, 'zip', 'pdf', 'db', 'mp4', 'png'), limits), undefined)
  assert.equal(commonGrowth(grown(2 ** 30, 'zip', 'pdf', 'db', 'mp4', 'png'), limits), undefined)
  assert.equal(commonGrowth([], limits), undefined)
})

test('the commonest growth wins, and the answer does not depend on the order', () => {
  fc.assert(
    fc.property(
      fc.array(fc.record({ bytes: fc.integer({ min: -3, max: 6 }), kind: fc.constantFrom('a', 'b', 'c') }), {
        maxLength: 60,
      }),
      (changes) => {
        const found = commonGrowth(changes, limits)
        assert.deepEqual(commonGrowth(changes.toReversed(), limits), found)
        if (found === undefined) return
        const members = changes.filter(({ bytes }) => bytes === found.bytes)
        assert.equal(members.length, found.files)
        assert.ok(found.bytes > 0 && found.files >= 5 && found.kinds >= 2)
      },
    ),
  )
})

test('encryption never shrinks a file, and adds a footer at most', () => {
  assert.ok(isEncryptionGrowth(0, 0))
  assert.ok(isEncryptionGrowth(1000, 1000))
  assert.ok(isEncryptionGrowth(1000, 1534))
  assert.ok(isEncryptionGrowth(0, 534))
  assert.ok(!isEncryptionGrowth(1000, 999))
  assert.ok(!isEncryptionGrowth(1000, 1000 + 70_000))
  assert.ok(isEncryptionGrowth(100_000_000, 100_900_000), 'some lose alignment in every block')
})
