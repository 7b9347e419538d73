import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { basta, full, lock, lockFile } from '../../../drill/attack/some-modes.fixture.ts'
import { paragraph } from '../../../drill/content/words.ts'
import { seededRandom } from '../../../drill/random.ts'
import { deltaOf } from './delta.ts'

const random = seededRandom(101)
const prose = Buffer.from(Array.from({ length: 200 }, () => paragraph(random)).join('\n'))

test('equal versions have no difference, whatever is appended', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), fc.uint8Array({ maxLength: 400 }), (bytes, more) => {
      const delta = deltaOf(bytes, Buffer.concat([bytes, more]))
      assert.deepEqual(
        [delta.rewritten, delta.touched, delta.granules, delta.erased, delta.segments],
        [0, 0, 0, 0, { total: 0, random: 0, destroyed: 0 }],
      )
    }),
  )
})

test('touched bytes are counted exactly, rewritten ones in granules, for any pair', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.uint8Array({ maxLength: 300 }), (before, after) => {
      const delta = deltaOf(before, after)
      const length = Math.min(before.length, after.length)
      let touched = 0
      for (let at = 0; at < length; at += 1) if (before[at] !== after[at]) touched += 1
      assert.equal(delta.touched, touched)
      assert.equal(delta.rewritten, 16 * delta.granules)
      assert.ok(delta.replaced <= delta.rewritten && delta.rewritten <= length)
      assert.ok(delta.distinctDifferences <= delta.granules && delta.distinctContents <= delta.granules)
    }),
  )
})

test('twelve changed bytes of sixteen are a rewritten granule, eleven are an edit', () => {
  const before = Buffer.alloc(32, 'abcdefgh')
  const changed = (count: number) => Buffer.from(before).fill(1, 16, 16 + count)
  assert.equal(deltaOf(before, changed(11)).rewritten, 0)
  assert.equal(deltaOf(before, changed(12)).rewritten, 16)
  assert.equal(deltaOf(before, changed(11)).touched, 11)
})

test('encryption in place: random now, structured before', () => {
  const { rewritten, newZ, oldZ, segments } = deltaOf(prose, lock(full, prose, 'a'))
  assert.ok(rewritten > prose.length * 0.99)
  assert.ok(Math.abs(newZ) < 4.5 && oldZ > 1000)
  assert.ok(segments.destroyed > segments.total * 0.98)
})

test('an insertion shifts text onto text and stays structured', () => {
  const { rewritten, newZ, segments } = deltaOf(prose, Buffer.concat([Buffer.from('Dear reader, '), prose]))
  assert.ok(rewritten > prose.length / 2)
  assert.ok(newZ > 1000)
  assert.equal(segments.random, 0)
})

test('every other block of sixteen bytes: half is rewritten, all of it random', () => {
  const { rewritten, newZ } = deltaOf(prose, lock(lockFile, prose, 'b'))
  assert.ok(Math.abs(rewritten - prose.length / 2) < 64)
  assert.ok(Math.abs(newZ) < 4.5)
})

test('a reused keystream betrays itself by few differences over many contents', () => {
  const { granules, distinctDifferences, distinctContents, newZ } = deltaOf(prose, lock(basta, prose, 'c'))
  assert.ok(granules > 1000 && distinctDifferences <= 8)
  assert.ok(distinctContents > granules / 2)
  assert.ok(newZ > 4.5, 'χ² alone does not see it')
})

test('one record copied over another record has few differences and few contents', () => {
  const record = (text: string) => Buffer.alloc(32_000, text.padEnd(32, '.'))
  const { distinctDifferences, distinctContents } = deltaOf(
    record('the old record of a table'),
    record('SOME NEW THING, ALL THE SAME'),
  )
  assert.ok(distinctDifferences <= 2 && distinctContents <= 2)
})

test('empty space that is filled destroys nothing', () => {
  const { rewritten, replaced, segments } = deltaOf(Buffer.alloc(64_000), random.bytes(64_000))
  assert.ok(rewritten > 63_000)
  assert.equal(replaced, 0)
  assert.equal(segments.destroyed, 0)
  assert.ok(segments.random > 60)
})

test('a wiper is seen as erasing, not as noise', () => {
  const { erased, segments } = deltaOf(prose, Buffer.alloc(prose.length))
  assert.ok(erased > prose.length * 0.9)
  assert.equal(segments.random, 0)
})

test('noise among other changes shows in pieces where the whole is diluted', () => {
  const before = Buffer.alloc(200_000, prose)
  const after = Buffer.alloc(200_000, prose.toString().toUpperCase())
  after.set(random.bytes(50_000), 100_000)
  const { newZ, segments } = deltaOf(before, after)
  assert.ok(newZ > 100, 'diluted')
  assert.ok(segments.destroyed >= 45 && segments.destroyed <= 50, JSON.stringify(segments))
})
