import assert from 'node:assert/strict'
import { test } from 'node:test'

import { blobId } from '../id.ts'
import { emptyRepository, forge, type Forge, nodeNamed } from '../small-repository.fixture.ts'
import type { Node } from '../tree/index.ts'
import { type Change, diffSnapshots, type DiffOptions, type DiffResult } from './diff.ts'
import { isSameNode } from './same-node.ts'

type Trees = (client: Forge) => Promise<readonly [Node[], Node[]]>

async function compared(
  t: Parameters<typeof emptyRepository>[0],
  trees: Trees,
  options: DiffOptions = {},
): Promise<{ changes: string[]; problems: string[]; result: DiffResult }> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const [before, after] = await trees(client)
  const one = await client.snapshot(await client.tree(before))
  const other = await client.snapshot(await client.tree(after))
  const changes: string[] = []
  const problems: string[] = []
  const result = await diffSnapshots(
    repository,
    { snapshot: one },
    { snapshot: other },
    {
      onChange: ({ path, modifier }: Change) => changes.push(`${modifier} ${path}`),
      onProblem: ({ path }) => problems.push(path),
      ...options,
    },
  )
  return { changes, problems, result }
}

test('a blob counts as added only when nothing that stayed holds it', async (t) => {
  const { changes, result } = await compared(t, async (client) => {
    const kept = await client.dir('kept', [await client.file('f', 'shared content')])
    const copy = { ...(await client.file('copy', 'shared content')) }
    const fresh = await client.file('fresh', 'fresh')
    return [[kept], [copy, fresh, kept]]
  })
  assert.deepEqual(changes, ['+ /copy', '+ /fresh'])
  assert.deepEqual([result.added.files, result.added.dataBlobs, result.added.treeBlobs], [2, 1, 1])
  assert.deepEqual([result.removed.files, result.removed.dataBlobs, result.removed.treeBlobs], [0, 0, 1])
})

test('types, contents, and metadata only when asked for', async (t) => {
  const trees: Trees = async (client) => {
    const file = await client.file('a', 'one')
    const dir = await client.dir('b', [await client.file('inner', 'x')])
    return [
      [file, dir, nodeNamed('c', 'symlink', { linkTarget: 'x' }), nodeNamed('d', 'fifo')],
      [
        { ...(await client.file('a', 'two')), mode: 0o600 },
        await client.file('b', 'now a file'),
        nodeNamed('c', 'symlink', { linkTarget: 'y' }),
        nodeNamed('d', 'fifo', { mtime: '2026-01-02T04:04:05.678901234+01:00' }),
      ],
    ]
  }
  assert.deepEqual((await compared(t, trees)).changes, ['M /a', 'T /b'])
  const { changes, result } = await compared(t, trees, { metadata: true })
  assert.deepEqual(changes, ['M /a', 'TU /b', 'U /c'])
  assert.equal(result.changedFiles, 1)
})

test('a directory that cannot be read is named, on either side, and the rest is compared', async (t) => {
  const { changes, problems } = await compared(t, async (client) => {
    const lost = (name: string): Node => nodeNamed(name, 'dir', { subtree: blobId('ee'.repeat(32)) })
    const file = await client.file('z', 'z')
    return [
      [await client.dir('a', [file]), lost('gone')],
      [lost('a'), await client.dir('new', [lost('deep'), file]), file],
    ]
  })
  assert.deepEqual(problems.sort(), ['/a', '/gone', '/new/deep'])
  assert.deepEqual(changes, ['- /gone/', '+ /new/', '+ /new/deep/', '+ /new/z', '+ /z'])
})

test('nodes are the same when they say the same, however they are written', () => {
  const value = Buffer.from('v')
  const node = nodeNamed('a', 'file', { content: [], inode: 1n, deviceId: 2n, links: 1, user: 'u' })
  const same: [Partial<Node>, Partial<Node>][] = [
    [{ user: '' }, {}],
    [{ size: 0 }, {}],
    [{ mtime: '2026-01-02T05:04:05.678901234+02:00' }, {}],
    [
      {
        extendedAttributes: [
          { name: 'a', value },
          { name: 'b', value },
        ],
      },
      {
        extendedAttributes: [
          { name: 'b', value },
          { name: 'a', value },
        ],
      },
    ],
  ]
  const plain = { ...node }
  delete (plain as { user?: string }).user
  for (const [one, other] of same)
    assert.equal(isSameNode({ ...plain, ...one }, { ...plain, ...other }), true)
  const different: Partial<Node>[] = [
    { name: 'b' },
    { type: 'fifo' },
    { mode: 1 },
    { uid: 1 },
    { gid: 1 },
    { user: 'v' },
    { group: 'g' },
    { inode: 9n },
    { deviceId: 9n },
    { size: 9 },
    { links: 9 },
    { linkTarget: 'x' },
    { device: 9n },
    { subtree: blobId('ee'.repeat(32)) },
    { error: 'x' },
    { content: null },
    { content: [blobId('ee'.repeat(32))] },
    { mtime: '2026-01-02T03:04:05.678901235Z' },
    { atime: 'never' },
    { ctime: '2027-01-02T03:04:05.678901234Z' },
    { extendedAttributes: [{ name: 'a', value }] },
  ]
  for (const one of different)
    assert.equal(isSameNode(node, { ...node, ...one }), false, Object.keys(one).join())
})
