import assert from 'node:assert/strict'
import { test } from 'node:test'

import { mapMemory } from './mapped-memory.ts'
import { openSharedMemory, startOf } from './shared-memory.ts'

const memory = openSharedMemory()
const mapped = memory && mapMemory(memory.handle)
const skip = mapped === undefined && 'this Node or system maps no memory'

test('progress may be noted before anything was put', { skip }, () => {
  mapped?.note({ share: 7, at: 1 })
  assert.deepEqual(memory?.progress(), { share: 7, at: 1 })
})

test(
  'contents are seen where the other side put them, in both lanes, and again after the memory shrank',
  {
    skip,
  },
  () => {
    const [first, second] = [Buffer.alloc(6_000_000, 'first'), Buffer.alloc(5_000_000, 'second')]
    for (let round = 0; round < 2; round += 1) {
      const places = ([0, 1] as const).map((lane) => memory?.put(lane, [first, second]) ?? assert.fail())
      for (const place of places) {
        assert.deepEqual(Buffer.from(mapped?.at(place, first.length) ?? []), first)
        assert.deepEqual(Buffer.from(mapped?.at(place + first.length, second.length) ?? []), second)
        assert.equal(mapped?.at(place + 3, 0)?.length, 0)
      }
      memory?.shrink()
    }
  },
)

test('what lies beyond the mapped part, or before it, is not given', { skip }, () => {
  assert.equal(mapped?.at(startOf(0), 64 * 1024 * 1024 + 1), undefined)
  assert.equal(mapped?.at(startOf(1) + 64 * 1024 * 1024 - 1, 2), undefined)
  assert.equal(mapped?.at(startOf(0) - 1, 1), undefined)
})

test('the other side reads what was noted last', { skip }, () => {
  for (const progress of [
    { share: 1, at: 0 },
    { share: 4_000_000_000, at: 129 },
  ]) {
    mapped?.note(progress)
    assert.deepEqual(memory?.progress(), progress)
  }
})
