import assert from 'node:assert/strict'
import { test } from 'node:test'

import { type BlobId, blobId } from '../id.ts'
import { emptyRepository, forge, nodeNamed, refusal } from '../small-repository.fixture.ts'
import { findObjects, idsInPacks } from './find-objects.ts'
import { findPaths, type FindPathsOptions } from './find-paths.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'

async function found(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: FindPathsOptions,
): Promise<string[]> {
  const matches = await Array.fromAsync(findPaths(repository, snapshots, options))
  return matches.map(({ snapshot, path }) => `${snapshots.indexOf(snapshot)}:${path}`)
}

test('a directory that held nothing is found in where its place makes it fit', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const shared = [await client.file('x', 'content')]
  const nodes = [
    await client.dir('a', shared),
    await client.dir('logs', shared),
    await client.dir('z', shared),
  ]
  const one = await client.snapshot(await client.tree(nodes))
  const two = await client.snapshot(await client.tree(nodes.toReversed().slice(0, 2).reverse()))
  const all = [one, two]
  assert.deepEqual(await found(repository, all, { patterns: ['logs'] }), [
    '0:/logs',
    '0:/logs/x',
    '1:/logs',
    '1:/logs/x',
  ])
  assert.deepEqual(await found(repository, all, { patterns: ['/z/x'] }), ['0:/z/x', '1:/z/x'])
  assert.deepEqual(await found(repository, all, { patterns: ['z/*', 'none'] }), ['0:/z/x', '1:/z/x'])
  assert.deepEqual(await found(repository, all, { patterns: ['none'] }), [])
  assert.equal((await found(repository, all, { patterns: [''] })).length, 10)
})

test('directories without a hit are read once, whatever the number of snapshots', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const barren = await client.dir('barren', [await client.dir('deep', [await client.file('x', 'x')])])
  const snapshots: Snapshot[] = []
  for (let number = 0; number < 5; number += 1) {
    const file = await client.file(`hit ${number}`, `${number}`)
    snapshots.push(await client.snapshot(await client.tree([barren, file])))
  }
  const read: string[] = []
  const counted = {
    ...repository,
    readTree: (id: BlobId) => {
      read.push(id)
      return repository.readTree(id)
    },
  }
  assert.equal((await found(counted, snapshots, { patterns: ['hit*'] })).length, 5)
  assert.equal(read.length, 5 + 2)
})

test('times limit what is found; what is no time fits no limit', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const at = (name: string, mtime: string) => nodeNamed(name, 'fifo', { mtime })
  const snapshot = await client.snapshot(
    await client.tree([
      at('a', '2026-01-01T00:00:00Z'),
      at('b', '2026-01-01T01:00:00.000000001+01:00'),
      at('c', 'yesterday'),
    ]),
  )
  const moment = 1_767_225_600_000_000_000n
  const ask = (options: Partial<FindPathsOptions>) =>
    found(repository, [snapshot], { patterns: ['*'], ...options })
  assert.deepEqual(await ask({}), ['0:/a', '0:/b', '0:/c'])
  assert.deepEqual(await ask({ oldest: moment }), ['0:/a', '0:/b'])
  assert.deepEqual(await ask({ newest: moment }), ['0:/a'])
  assert.deepEqual(await ask({ oldest: moment + 1n, newest: moment + 1n }), ['0:/b'])
})

test('a lost directory is reported in every snapshot and the rest is searched', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const lost = nodeNamed('lost', 'dir', { subtree: blobId('ee'.repeat(32)) })
  const nodes = [lost, await client.file('x', 'content')]
  const snapshots = [
    await client.snapshot(await client.tree(nodes)),
    await client.snapshot(await client.tree(nodes)),
  ]
  const problems: string[] = []
  const options = { patterns: ['x'], onProblem: ({ path }: { path: string }) => problems.push(path) }
  assert.deepEqual(await found(repository, snapshots, options), ['0:/x', '1:/x'])
  assert.deepEqual(problems, ['/lost', '/lost'])
  await assert.rejects(found(repository, snapshots, { patterns: ['[x'] }), refusal('invalid-argument'))
})

test('blobs and trees are found where they are used, the root of a snapshot too', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const file = await client.file('f', 'one', 'two', 'one')
  const folder = await client.dir('d', [file])
  const tree = await client.tree([folder, file])
  const snapshot = await client.snapshot(tree)
  const [one = '' as BlobId, two = '' as BlobId] = file.content ?? []
  const uses = async (wanted: { data?: string[]; tree?: string[] }): Promise<string[]> =>
    (await Array.fromAsync(findObjects(repository, [snapshot], wanted))).map(
      ({ type, id, path, parent }) => `${type} ${id.slice(0, 4)} ${path} ${parent?.slice(0, 4) ?? '-'}`,
    )
  const [d, root] = [String(folder.subtree).slice(0, 4), tree.slice(0, 4)]
  assert.deepEqual(await uses({ data: [one] }), [
    `data ${one.slice(0, 4)} /d/f ${d}`,
    `data ${one.slice(0, 4)} /f ${root}`,
  ])
  assert.deepEqual(await uses({ tree: [tree.slice(0, 10), ''] }), [`tree ${root} / -`])
  assert.deepEqual(await uses({ tree: [String(folder.subtree)] }), [`tree ${d} /d ${root}`])
  const index = await repository.loadIndex()
  const packs = [...index.packs()]
  const wanted = await idsInPacks(
    repository,
    packs.map((pack) => pack.slice(0, 20)),
  )
  assert.deepEqual(new Set(wanted.data), new Set([one, two]))
  assert.deepEqual(new Set(wanted.tree), new Set([tree, folder.subtree]))
  assert.equal((await uses(wanted as never)).length, 2 + 4)
  await assert.rejects(idsInPacks(repository, ['ee']), refusal('missing-object', /ee/))
})
