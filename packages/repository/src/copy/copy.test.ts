import assert from 'node:assert/strict'
import { chmodSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { blobId, sha256 } from '../id.ts'
import { openRepository } from '../open-repository.ts'
import { contentsOf, hintsOf, historyOf, mortal } from '../prune/history.fixture.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, password, refusal } from '../small-repository.fixture.ts'
import { localStorage } from '../storage/index.ts'
import { changeTags } from '../tags/index.ts'
import { copySnapshots } from './copy.ts'

const backups = [
  { client: 1, contents: ['a', 'b', 'long '.repeat(400)] },
  { client: 1, contents: ['b', '', 'd'] },
  { client: 2, contents: ['a', 'e'] },
]

/** The files of each snapshot by the id of the source. */
async function byOrigin(place: string): Promise<Map<string, string[] | undefined>> {
  const repository = await openRepository(localStorage(place), { password })
  const contents = await contentsOf(place)
  return new Map(
    (await repository.listSnapshots()).map(({ id, original }) => [original ?? id, contents.get(id)]),
  )
}

async function historyAndTarget(t: TestContext) {
  const history = await historyOf(t, backups)
  return { history, target: await emptyRepository(t) }
}

test('a copy has the same files, times and sizes; a second run finds nothing to do', async (t) => {
  const { history, target } = await historyAndTarget(t)
  const preview = await copySnapshots(history.repository, target.repository, { dryRun: true })
  assert.deepEqual(await target.repository.listSnapshots(), [])
  const result = await copySnapshots(history.repository, target.repository)
  assert.deepEqual(await byOrigin(target.place), await byOrigin(history.place))
  assert.deepEqual(await hintsOf(target.place), [])
  assert.deepEqual([result.copied.length, result.skipped.length, result.failed.length], [3, 0, 0])
  assert.deepEqual([preview.copied.length, preview.moved.blobs], [3, result.moved.blobs])
  for (const { from, to } of result.copied) {
    const { id: _, original, ...rest } = to ?? from
    const { id, ...source } = from
    assert.deepEqual(rest, source)
    assert.equal(original, id)
  }
  const again = await copySnapshots(history.repository, target.repository)
  assert.deepEqual(
    [again.copied.length, again.skipped.length, again.moved],
    [0, 3, { blobs: 0, bytes: 0, bytesWritten: 0 }],
  )
})

test('payload goes over as it is, under an IV that was never used', async (t) => {
  const { history, target } = await historyAndTarget(t)
  await copySnapshots(history.repository, target.repository)
  const units = async ({ repository, place }: { repository: Repository; place: string }) => {
    const index = await repository.refreshIndex()
    return [...index.packs()].flatMap((pack) => {
      const bytes = readFileSync(join(place, 'data', pack.slice(0, 2), pack))
      return index.blobsOf(pack).map((blob) => ({
        blob: `${blob.type} ${blob.id} ${blob.length} ${blob.uncompressedLength}`,
        iv: bytes.subarray(blob.offset, blob.offset + 16).toString('hex'),
      }))
    })
  }
  const [source, copy] = [await units(history), await units(target)]
  const sizes = new Set(source.map(({ blob }) => blob))
  assert.ok(copy.every(({ blob }) => sizes.has(blob)))
  assert.equal(copy.length, sizes.size, 'what is there twice in the source is there once')
  assert.equal(new Set([...source, ...copy].map(({ iv }) => iv)).size, source.length + copy.length)
})

test('copies of copies are recognised; other tags make another snapshot', async (t) => {
  const { history, target } = await historyAndTarget(t)
  const third = await emptyRepository(t)
  await copySnapshots(history.repository, target.repository)
  await copySnapshots(target.repository, third.repository)
  assert.deepEqual((await copySnapshots(third.repository, history.repository)).copied, [])
  assert.deepEqual((await copySnapshots(history.repository, third.repository)).copied, [])
  await changeTags(third.repository, { ids: ['latest'], add: ['x'] })
  assert.equal((await copySnapshots(third.repository, history.repository)).copied.length, 1)
})

test('only what is asked for is copied, and nothing into itself', async (t) => {
  const { history, target } = await historyAndTarget(t)
  const [first, second] = history.snapshots
  const { copied } = await copySnapshots(history.repository, target.repository, { ids: [second?.id ?? ''] })
  assert.deepEqual(
    copied.map(({ from }) => from.id),
    [second?.id],
  )
  const index = await target.repository.refreshIndex()
  assert.equal(index.has(blobId(sha256(Buffer.from('a')))), false)
  assert.equal(
    (await copySnapshots(history.repository, target.repository, { filter: { hosts: ['x'] } })).copied.length,
    0,
  )
  await assert.rejects(
    copySnapshots(history.repository, target.repository, { ids: ['00'] }),
    refusal('missing-object'),
  )
  await assert.rejects(copySnapshots(history.repository, history.repository), refusal('invalid-argument'))
  assert.ok(first)
})

test('a snapshot with a damaged blob is reported, the others are copied, and it follows when it is mended', async (t) => {
  const { history, target } = await historyAndTarget(t)
  const index = await history.repository.loadIndex()
  // "d" belongs to the second backup alone.
  const [place] = index.locations(blobId(sha256(Buffer.from('d'))))
  assert.ok(place)
  const path = join(history.place, 'data', place.pack.slice(0, 2), place.pack)
  const whole = readFileSync(path)
  chmodSync(path, 0o600)
  const broken = Buffer.from(whole)
  broken[place.offset + 20] = (broken[place.offset + 20] ?? 0) ^ 1
  writeFileSync(path, broken)
  const { copied, failed } = await copySnapshots(history.repository, target.repository)
  assert.deepEqual(
    [copied.length, failed.map(({ from, error }) => [from.id, error.code])],
    [2, [[history.snapshots[1]?.id, 'damaged']]],
  )
  assert.deepEqual(
    new Set((await byOrigin(target.place)).keys()),
    new Set([history.snapshots[0]?.id, history.snapshots[2]?.id]),
  )
  await hintsOf(target.place)
  writeFileSync(path, whole)
  assert.equal((await copySnapshots(history.repository, target.repository)).copied.length, 1)
  assert.deepEqual(await byOrigin(target.place), await byOrigin(history.place))
})

test('killed before any of its changes the target is whole, and the next run completes', async (t) => {
  const history = await historyOf(t, backups)
  const expected = await byOrigin(history.place)
  for (let lifetime = 0; ; lifetime += 1) {
    const target = await emptyRepository(t)
    const victim = { ...target.repository, storage: mortal(localStorage(target.place), lifetime) }
    const isDone = await copySnapshots(history.repository, victim).then(
      () => true,
      () => false,
    )
    for (const { id } of await Array.fromAsync(target.repository.storage.list('locks')))
      await target.repository.storage.remove('locks', id)
    for (const [id, contents] of await byOrigin(target.place)) assert.deepEqual(contents, expected.get(id))
    await hintsOf(target.place)
    await copySnapshots(history.repository, target.repository)
    assert.deepEqual(await byOrigin(target.place), expected, `after ${lifetime} changes`)
    if (isDone) {
      assert.ok(lifetime > 7)
      return
    }
  }
})

test('when it is stopped, what was brought whole is kept', async (t) => {
  const { history, target } = await historyAndTarget(t)
  const stop = new AbortController()
  const third = (await history.repository.listSnapshots())[2]?.tree
  const stopping: typeof history.repository = {
    ...history.repository,
    readBlob(id, type) {
      // How many packs are read before depends on what is fetched at once; its root is looked at once.
      if (id === third) stop.abort()
      return history.repository.readBlob(id, type)
    },
  }
  await assert.rejects(
    copySnapshots(stopping, target.repository, { signal: stop.signal }),
    refusal('aborted'),
  )
  const kept = await byOrigin(target.place)
  assert.ok(kept.size > 0 && kept.size < 3)
  await hintsOf(target.place)
  const { copied, skipped } = await copySnapshots(history.repository, target.repository)
  assert.deepEqual([copied.length, skipped.length], [3 - kept.size, kept.size])
  assert.deepEqual(await byOrigin(target.place), await byOrigin(history.place))
})
