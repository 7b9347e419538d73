import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'

import { unitCipher } from '../crypto/index.ts'
import type { BlobId, SnapshotId } from '../id.ts'
import { lockRepository } from '../locks/index.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, refusal } from '../small-repository.fixture.ts'
import { encodeSnapshot, selectSnapshots, type Snapshot } from '../snapshot/index.ts'
import { storeUnpacked } from '../unpacked.ts'
import { forget } from './forget.ts'

async function history(t: TestContext): Promise<{ repository: Repository; snapshots: readonly Snapshot[] }> {
  const { repository } = await emptyRepository(t)
  const { storage, masterKey } = repository
  for (const [hostname, days] of [
    ['files1', 4],
    ['mbox1', 2],
  ] as const) {
    for (let day = 1; day <= days; day += 1) {
      const json = encodeSnapshot({
        time: `2026-11-0${day}T02:00:00Z`,
        tree: 'ab'.repeat(32) as BlobId,
        paths: ['/srv'],
        hostname,
        tags: day === 1 ? ['first'] : [],
      })
      await storeUnpacked(storage, unitCipher(masterKey), 'snapshots', json, { version: 2 })
    }
  }
  return { repository, snapshots: await repository.listSnapshots() }
}

const left = async (repository: Repository): Promise<string[]> =>
  (await repository.listSnapshots()).map(({ hostname, time }) => `${hostname} ${time.slice(8, 10)}`)

test('a policy removes what it does not keep, group by group; a dry run says the same and removes nothing', async (t) => {
  const { repository } = await history(t)
  const preview = await forget(repository, { policy: { last: 1 }, dryRun: true })
  assert.equal((await left(repository)).length, 6)
  const { groups, removed } = await forget(repository, { policy: { last: 1 } })
  assert.deepEqual(preview.removed, removed)
  assert.deepEqual(groups, preview.groups)
  assert.deepEqual(
    groups.map(({ host, paths }) => [host, paths]),
    [
      ['files1', ['/srv']],
      ['mbox1', ['/srv']],
    ],
  )
  assert.deepEqual(await left(repository), ['mbox1 02', 'files1 04'])
  assert.deepEqual(await Array.fromAsync(repository.storage.list('locks')), [])
})

test('without policy and ids nothing goes; ids go whatever the policy says', async (t) => {
  const { repository, snapshots } = await history(t)
  assert.deepEqual((await forget(repository)).removed, [])
  const first = snapshots[0]?.id ?? ''
  await forget(repository, { ids: [first.slice(0, 12), 'latest'], policy: { last: 9 } })
  assert.equal((await left(repository)).length, 4)
  await assert.rejects(forget(repository, { ids: [first] }), refusal('missing-object'))
  const all = (await repository.listSnapshots()).map(({ id }) => id)
  await forget(repository, { ids: all })
  assert.deepEqual(await left(repository), [], 'even all, when they are named')
})

test('a policy that keeps nothing of a group is refused before anything goes', async (t) => {
  const { repository } = await history(t)
  const policy = { tags: [['first']] }
  const filter = { tags: [['']] }
  await assert.rejects(
    forget(repository, { policy, filter }),
    refusal('invalid-argument', /none of the 3 snapshots of "files1 \/srv"; nothing/),
  )
  assert.equal((await left(repository)).length, 6)
  const preview = await forget(repository, { policy, filter, dryRun: true })
  assert.deepEqual(
    preview.emptied.map(({ host }) => host),
    ['files1', 'mbox1'],
  )
  await forget(repository, { policy, filter, allowRemoveAll: true })
  // Both were taken at the same second: which of them is listed first is up to their ids.
  assert.deepEqual((await left(repository)).toSorted(), ['files1 01', 'mbox1 01'])
})

test('without policy everything of a filter goes only by name, and never everything there is', async (t) => {
  const { repository } = await history(t)
  await assert.rejects(
    forget(repository, { allowRemoveAll: true }),
    refusal('invalid-argument', /every snapshot/),
  )
  await forget(repository, { allowRemoveAll: true, filter: { hosts: ['mbox1'] } })
  assert.equal((await left(repository)).length, 4)
})

test('nothing is removed while somebody works, and a snapshot that will not go is reported', async (t) => {
  const { repository, snapshots } = await history(t)
  {
    await using _lock = await lockRepository(repository, { exclusive: false })
    await assert.rejects(forget(repository, { policy: { last: 1 } }), refusal('locked'))
    assert.equal((await forget(repository, { policy: { last: 1 }, dryRun: true })).removed.length, 4)
  }
  const stuck = snapshots[1]?.id
  const { storage } = repository
  const sticky: Repository = {
    ...repository,
    storage: {
      ...storage,
      remove: (kind, id) => (id === stuck ? Promise.reject(new Error('no')) : storage.remove(kind, id)),
    },
  }
  const { removed, failed } = await forget(sticky, { policy: { last: 1 } })
  assert.equal(removed.length, 3)
  assert.deepEqual(
    failed.map(({ snapshot, error }) => [snapshot.id, error.code]),
    [[stuck, 'write-failed']],
  )
})

test('what comes afterwards runs under the same lock, and only when something went', async (t) => {
  const { repository } = await history(t)
  const seen: number[] = []
  const afterwards = async (_: unknown, removed: readonly Snapshot[]): Promise<void> => {
    seen.push(removed.length)
    await assert.rejects(lockRepository(repository, { exclusive: false }), refusal('locked', /exclusively/))
  }
  await forget(repository, { policy: { last: 1 }, afterwards })
  await forget(repository, { policy: { last: 1 }, afterwards })
  assert.deepEqual(seen, [4])
})

test('snapshots are named by beginnings of ids or as the latest of a host', async (t) => {
  const { snapshots } = await history(t)
  const latest = selectSnapshots(snapshots, { ids: ['latest'], filter: { hosts: ['mbox1'] } })
  assert.deepEqual(
    latest.map(({ time }) => time),
    ['2026-11-02T02:00:00Z'],
  )
  const id = snapshots[3]?.id as SnapshotId
  assert.deepEqual(selectSnapshots(snapshots, { ids: [id.slice(0, 20), id] }), [snapshots[3]])
  const twins = [
    { ...snapshots[0], id: 'aa11' },
    { ...snapshots[1], id: 'aa22' },
  ] as Snapshot[]
  assert.throws(() => selectSnapshots(twins, { ids: ['aa'] }), refusal('invalid-argument', /several/))
  assert.throws(() => selectSnapshots(snapshots, { ids: [''] }), refusal('missing-object'))
  assert.throws(() => selectSnapshots([], { ids: ['latest'] }), refusal('missing-object'))
})
