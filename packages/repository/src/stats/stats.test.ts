import assert from 'node:assert/strict'
import { test } from 'node:test'

import { blobId } from '../id.ts'
import { emptyRepository, forge, nodeNamed, refusal } from '../small-repository.fixture.ts'
import { countSnapshots } from './count-snapshots.ts'

test('names of one file count once, files of two file systems with one inode number do not', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const file = { ...(await client.file('a', 'ten bytes.')), inode: 7n, deviceId: 1n, links: 2 }
  const other = { ...(await client.file('c', '12345')), inode: 7n, deviceId: 2n, links: 2 }
  const nodes = [
    file,
    { ...file, name: 'b' },
    other,
    { ...(await client.file('d', 'x')), inode: 7n, links: 1 },
  ]
  const snapshot = await client.snapshot(await client.tree([...nodes, nodeNamed('e', 'fifo')]))
  const counts = await countSnapshots(repository, [snapshot, snapshot])
  assert.deepEqual([counts.files, counts.size, counts.snapshots], [10, 2 * (10 + 5 + 1), 2])
})

test('what is stored counts once, with its plain size beside it', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const file = await client.file('a', 'x'.repeat(10_000), 'y'.repeat(10_000))
  const one = await client.snapshot(await client.tree([file, await client.dir('d', [file])]))
  const two = await client.snapshot(await client.tree([file]))
  const raw = await countSnapshots(repository, [one, two], { mode: 'raw-data' })
  assert.equal(raw.blobs, 2 + 2)
  assert.ok(raw.size < 2_000 && raw.plainSize > 20_000, JSON.stringify(raw))
  const none = await countSnapshots(repository, [], { mode: 'raw-data' })
  assert.deepEqual(none, { snapshots: 0, size: 0, files: 0, blobs: 0, plainSize: 0 })
})

test('a blob that no index file names is an error, not a zero', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const lost = { ...(await client.file('a', 'x')), content: [blobId('ee'.repeat(32))] }
  const snapshot = await client.snapshot(await client.tree([lost]))
  for (const mode of ['raw-data', 'blobs-per-file'] as const)
    await assert.rejects(countSnapshots(repository, [snapshot], { mode }), refusal('missing-object'))
  const signal = AbortSignal.abort()
  await assert.rejects(countSnapshots(repository, [snapshot], { signal }), refusal('aborted'))
})
