import assert from 'node:assert/strict'
import { test } from 'node:test'

import { historyOf } from '../prune/history.fixture.ts'
import { refusal } from '../small-repository.fixture.ts'
import { changeTags } from './change-tags.ts'

const backups = [
  { client: 1, contents: ['a'] },
  { client: 1, contents: ['b'] },
]

test('tags are set, added and removed; the first version stays known', async (t) => {
  const { repository, snapshots } = await historyOf(t, backups)
  const tagsOf = async () => (await repository.listSnapshots()).map(({ tags = [] }) => tags.join(','))
  const wanted = { ids: [snapshots[0]?.id ?? ''] }
  const [first] = await changeTags(repository, { ...wanted, add: ['a', 'b', 'a', ''] })
  assert.deepEqual(first?.to?.tags, ['a', 'b'])
  assert.equal(first?.to?.original, snapshots[0]?.id)
  assert.deepEqual((await tagsOf()).sort(), ['', 'a,b'])

  const [second] = await changeTags(repository, { filter: { tags: [['a']] }, add: ['c'], remove: ['a'] })
  assert.deepEqual([second?.to?.tags, second?.to?.original], [['b', 'c'], snapshots[0]?.id])
  await changeTags(repository, { set: ['all'] })
  assert.deepEqual(await tagsOf(), ['all', 'all'])
  assert.deepEqual(await changeTags(repository, { set: ['all'] }), [], 'nothing to change')
  await changeTags(repository, { set: [''] })
  assert.deepEqual(await tagsOf(), ['', ''])
  assert.deepEqual(await Array.fromAsync(repository.storage.list('locks')), [])
})

test('a dry run changes nothing, and contradictions are refused', async (t) => {
  const { repository } = await historyOf(t, backups)
  const before = await repository.listSnapshots()
  const preview = await changeTags(repository, { add: ['x'], dryRun: true })
  assert.deepEqual(
    preview.map(({ tags, to }) => [tags, to]),
    [
      [['x'], undefined],
      [['x'], undefined],
    ],
  )
  assert.deepEqual(await repository.listSnapshots(), before)
  for (const options of [{}, { set: ['a'], add: ['b'] }, { set: [], remove: ['b'] }])
    await assert.rejects(changeTags(repository, options), refusal('invalid-argument'))
  await assert.rejects(changeTags(repository, { ids: ['00'], add: ['x'] }), refusal('missing-object'))
})
