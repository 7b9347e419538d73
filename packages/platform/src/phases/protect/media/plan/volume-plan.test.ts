import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { archivedBytes, type StoredFile, type StoredKind } from '../volume/index.ts'
import { planVolumes, type SetFiles } from './volume-plan.ts'

let ids = 0
const file = (kind: StoredKind) =>
  fc.integer({ min: 1, max: 20_000_000 }).map((size): StoredFile => {
    ids += 1
    return { kind, id: ids.toString(16).padStart(64, '0'), size: kind === 'data' ? size : size % 10_000 }
  })
const files = fc.record({
  head: fc.array(file('index'), { minLength: 1, maxLength: 5 }),
  trees: fc.array(file('data'), { maxLength: 4 }),
  data: fc.array(file('data'), { maxLength: 40 }),
}) satisfies fc.Arbitrary<SetFiles>

test('every file is on a volume, no volume is too large, each begins with what opens the repository', () => {
  fc.assert(
    fc.property(files, fc.integer({ min: 25_000_000, max: 400_000_000 }), (set, volumeBytes) => {
      const volumes = planVolumes(set, { volumeBytes })
      const there = new Set(volumes.flatMap((volume) => volume.files.map(({ id }) => id)))
      for (const { id } of [...set.head, ...set.trees, ...set.data]) assert.ok(there.has(id))
      volumes.forEach((volume, at) => {
        assert.equal(volume.volume, at + 1)
        assert.ok(volume.bytes <= volumeBytes)
        const content = volume.files.reduce((sum, { size }) => sum + archivedBytes(size), 0)
        assert.ok(content < volume.bytes)
        assert.deepEqual(volume.files.slice(0, set.head.length), set.head)
      })
    }),
  )
})

test('packs keep their order and stand once; what opens the repository is repeated at the end', () => {
  fc.assert(
    fc.property(files, fc.integer({ min: 25_000_000, max: 400_000_000 }), (set, volumeBytes) => {
      const volumes = planVolumes(set, { volumeBytes })
      const data = new Set(set.data.map(({ id }) => id))
      const order = volumes.flatMap((volume) => volume.files.filter(({ id }) => data.has(id)))
      assert.deepEqual(order, set.data)
      if (set.data.length === 0) return
      const last = volumes.at(-1)?.files ?? []
      const lastPack = last.findLastIndex(({ id }) => data.has(id))
      const after = new Set(last.slice(lastPack + 1).map(({ id }) => id))
      assert.ok(
        lastPack === -1 || set.head.every(({ id }) => after.has(id)),
        'the head stands behind the last pack',
      )
    }),
  )
})

test('volumes that are too small are refused with the size that would do', () => {
  const set: SetFiles = {
    head: [{ kind: 'config', id: 'config', size: 155 }],
    trees: [],
    data: [{ kind: 'data', id: 'f'.repeat(64), size: 17_000_000 }],
  }
  assert.throws(
    () => planVolumes(set, { volumeBytes: 16_000_000 }),
    (error: Error & { hint?: string }) => {
      const size = Number(/at least (\d+) bytes/.exec(error.hint ?? '')?.[1])
      assert.equal(planVolumes(set, { volumeBytes: size }).length, 1)
      return true
    },
  )
})
