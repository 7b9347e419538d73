import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'

import { type BlobId, blobId } from '../id.ts'
import { addKey } from '../keys/index.ts'
import { cheapCost, emptyRepository, forge, nodeNamed } from '../small-repository.fixture.ts'
import type { Node } from '../tree/index.ts'
import { check } from './check.ts'
import { findings, flip, open, soundRepository } from './damaged-repository.fixture.ts'
import { processorMs } from '../../../../test/processor-time.ts'

test('a sound repository has no finding', async (t) => {
  const { place } = await soundRepository(t)
  const report = await check(await open(place), { readData: true })
  assert.deepEqual(report.findings, [])
  assert.deepEqual([report.snapshots, report.trees, report.blobs], [1, 2, 5])
  assert.ok(report.bytesRead > 0)
})

test('trees that make no sense are found: names, doubles, sizes, lost content', async (t) => {
  const lost = blobId('ee'.repeat(32))
  const cases: [string, (good: Node) => Node[]][] = [
    ['tree-unsafe-name', (good) => [{ ...good, name: '../x' }]],
    ['tree-damaged', (good) => [good, good]],
    ['tree-missing-object', () => [nodeNamed('d', 'dir', { subtree: lost })]],
    ['node-no-tree', () => [nodeNamed('d', 'dir')]],
    ['node-no-content', () => [nodeNamed('f', 'file')]],
    ['node-size', (good) => [{ ...good, size: 99 }]],
    ['blob-missing', (good) => [{ ...good, content: [lost] }]],
  ]
  for (const [code, nodes] of cases) {
    const { place, repository } = await emptyRepository(t)
    const client = forge(repository)
    const good = await client.file('good', 'content')
    await client.snapshot(await client.tree(nodes(good)))
    assert.deepEqual(await findings(place, false), [code])
  }
})

test('a tree that holds itself many times over is checked once', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const client = forge(repository)
  let tree: BlobId = await client.tree([])
  for (let level = 0; level < 60; level += 1)
    tree = await client.tree(['a', 'b'].map((name) => nodeNamed(name, 'dir', { subtree: tree })))
  await client.snapshot(tree)
  const began = processorMs()
  assert.deepEqual(await findings(place, false), [])
  assert.ok(processorMs() - began < 5_000)
})

test('a damaged key file that is not the one in use was not noticed', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const id = await addKey(repository, { password: 'of somebody else', kdf: cheapCost })
  assert.deepEqual(await findings(place, false), [])
  flip(join(place, 'keys', id), 40)
  assert.deepEqual(await findings(place, false), ['key-damaged'])
})

test('a config that went bad while the repository was open is found', async (t) => {
  const { place } = await emptyRepository(t)
  const repository = await open(place)
  flip(join(place, 'config'), 40)
  const { findings: found } = await check(repository)
  assert.deepEqual(
    found.map(({ code }) => code),
    ['config-damaged'],
  )
})
