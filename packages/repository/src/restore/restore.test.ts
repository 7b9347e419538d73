import assert from 'node:assert/strict'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { type BlobId, blobId } from '../id.ts'
import type { Repository } from '../repository.ts'
import {
  emptyRepository,
  forge,
  forgeIndex,
  nodeNamed,
  refusal,
  temporaryFolder,
} from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { modeBits, type Node } from '../tree/index.ts'
import { restore } from './restore.ts'

async function snapshotOf(
  t: TestContext,
  nodes: (client: ReturnType<typeof forge>) => Promise<Node[]>,
): Promise<{ repository: Repository; snapshot: Snapshot; target: string }> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const snapshot = await client.snapshot(await client.tree(await nodes(client)))
  return { repository, snapshot, target: join(temporaryFolder(t), 'target') }
}

const text = (...path: string[]): string => readFileSync(join(...path), 'utf8')

test('content, modes and times to the nanosecond come back, of directories too', async (t) => {
  const old = '1931-05-06T07:08:09.000000001Z'
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    { ...(await client.file('a', 'one ', 'two ', 'one ')), mode: 0o640, mtime: old },
    { ...(await client.file('setuid')), mode: modeBits.setuid + 0o755, content: [] },
    { ...(await client.dir('d', [await client.file('inner', 'x')])), mode: modeBits.dir + 0o500, mtime: old },
    { ...nodeNamed('link', 'symlink', { linkTarget: 'nowhere' }), mtime: old },
  ])
  const result = await restore(repository, snapshot, { target })
  assert.deepEqual(result, {
    files: 4,
    directories: 1,
    bytes: 13,
    skippedFiles: 0,
    verifiedFiles: 0,
    problems: [],
    badCopies: [],
  })
  assert.equal(text(target, 'a'), 'one two one ')
  for (const name of ['a', 'd', 'link'])
    assert.equal(lstatSync(join(target, name), { bigint: true }).mtimeNs, -1_219_942_310_999_999_999n, name)
  const modes = ['a', 'setuid', 'd'].map((name) => lstatSync(join(target, name)).mode & 0o7777)
  assert.deepEqual(modes, [0o640, 0o4755, 0o500])
})

test('content that is there is kept by its hash, never by size and time alone', async (t) => {
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    await client.file('same', 'content'),
    await client.file('forged', 'content'),
  ])
  await restore(repository, snapshot, { target })
  const { atime, mtime } = lstatSync(join(target, 'forged'))
  writeFileSync(join(target, 'forged'), 'c0ntent')
  utimesSync(join(target, 'forged'), atime, mtime)
  const again = await restore(repository, snapshot, { target })
  assert.deepEqual([again.files, again.skippedFiles, again.bytes], [1, 1, 7])
  assert.equal(text(target, 'forged'), 'content')
  writeFileSync(join(target, 'forged'), 'mine')
  await restore(repository, snapshot, { target, overwrite: 'never' })
  assert.equal(text(target, 'forged'), 'mine')
})

test('a dry run counts and writes nothing', async (t) => {
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    await client.dir('d', [await client.file('a', 'content')]),
  ])
  const result = await restore(repository, snapshot, { target, dryRun: true })
  assert.deepEqual([result.files, result.directories, result.bytes], [1, 1, 7])
  assert.equal(existsSync(target), false)
})

test('only what fits is restored; when nothing does, that is an error', async (t) => {
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    await client.dir('a', [await client.file('wanted', '1'), await client.file('other', '2')]),
    await client.dir('ab', [await client.file('wanted', '3')]),
  ])
  await restore(repository, snapshot, { target, include: ['/a/wanted'] })
  assert.deepEqual([readdirSync(target), readdirSync(join(target, 'a'))], [['a'], ['wanted']])
  const ask = (path: string) => restore(repository, snapshot, { target, include: [path] })
  await assert.rejects(ask('/a/missing'), refusal('invalid-argument', /Nothing in the snapshot fits/))
  await assert.rejects(ask('/wanted'), refusal('invalid-argument'))
  await assert.rejects(ask('[a'), refusal('invalid-argument', /not a pattern/))
})

test('damage hits only the files that need it, and no half file stays', async (t) => {
  const lost = blobId('ee'.repeat(32))
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => {
    const good = await client.file('good', 'content')
    return [
      good,
      { ...good, name: 'half', content: [...(good.content ?? []), lost], size: 14 },
      { ...good, name: 'long', size: 8 },
      { ...good, name: 'huge', size: Number.MAX_SAFE_INTEGER },
      nodeNamed('lost-folder', 'dir', { subtree: lost }),
      nodeNamed('socket', 'socket'),
    ]
  })
  const { problems } = await restore(repository, snapshot, { target })
  assert.deepEqual(
    problems.map(({ path, code }) => `${path} ${code}`),
    [
      '/half missing-object',
      '/huge damaged',
      '/long damaged',
      '/lost-folder missing-object',
      '/socket unsupported',
    ],
  )
  assert.deepEqual(readdirSync(target).sort(), ['good', 'lost-folder'])
})

test('forged lengths in the index neither move pieces nor cost the file', async (t) => {
  const pieces = ['ten bytes.', 'twenty bytes in all.', 'ten bytes.']
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    await client.file('a', ...pieces),
  ])
  const index = await repository.loadIndex()
  const [file] = await repository.readTree(snapshot.tree)
  const [first, second] = (file?.content ?? []) as [BlobId, BlobId]
  const lie = (id: BlobId, uncompressedLength: number): Promise<string> => {
    const place = index.locations(id)[0]
    assert.ok(place)
    return forgeIndex(repository, [{ pack: place.pack, blobs: [{ ...place, id, uncompressedLength }] }])
  }
  // 15 + 10 + 15: the sum is right, the places of the pieces are not. Several, so that one comes first.
  for (let i = 0; i < 6; i += 1) await Promise.all([lie(first, 15), lie(second, 10)])
  await repository.refreshIndex()
  assert.deepEqual((await restore(repository, snapshot, { target })).problems, [])
  assert.equal(text(target, 'a'), pieces.join(''))
})

test('hard links are one file; nodes that only claim the same inode keep their own content', async (t) => {
  const linked = { inode: 7n, deviceId: 1n, links: 2 }
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    { ...(await client.file('a', 'linked')), ...linked },
    { ...(await client.file('b', 'linked')), ...linked },
    { ...(await client.file('c', 'others')), ...linked },
    { ...(await client.file('d', 'linked')), ...linked, deviceId: 2n },
  ])
  const result = await restore(repository, snapshot, { target })
  assert.deepEqual([result.files, result.problems], [4, []])
  const inode = (name: string): number => lstatSync(join(target, name)).ino
  assert.equal(inode('a'), inode('b'))
  assert.notEqual(inode('a'), inode('c'))
  assert.notEqual(inode('a'), inode('d'))
  assert.equal(text(target, 'c'), 'others')
})

test('metadata that cannot be set is reported, and the file stays with the rest of it', async (t) => {
  const attributes = [{ name: 'nonsense', value: Buffer.from('x') }]
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => [
    { ...(await client.file('a', 'content')), mode: 0o640, extendedAttributes: attributes },
    { ...(await client.file('b')), content: [], extendedAttributes: attributes },
    { ...(await client.file('c', 'content')), mode: 0o604, mtime: 'yesterday' },
  ])
  const result = await restore(repository, snapshot, { target })
  assert.deepEqual(result.problems.map(({ path }) => path).sort(), ['/a', '/b', '/c'])
  assert.deepEqual([text(target, 'a'), text(target, 'b'), text(target, 'c')], ['content', '', 'content'])
  assert.equal(lstatSync(join(target, 'a')).mode & 0o777, 0o640)
  assert.equal(lstatSync(join(target, 'a'), { bigint: true }).mtimeNs % 1_000_000_000n, 678_901_234n)
  assert.equal(lstatSync(join(target, 'c')).mode & 0o777, 0o604)
})

test('a stopped restore leaves no half file, and a second one completes it', async (t) => {
  const { repository, snapshot, target } = await snapshotOf(t, async (client) => {
    const files: Node[] = []
    for (let at = 0; at < 20; at += 1) files.push(await client.file(`f${at}`, `start ${at}`, `end ${at}`))
    return files
  })
  const stop = new AbortController()
  const onProgress = (): void => stop.abort()
  const options = { target, signal: stop.signal, onProgress }
  await assert.rejects(restore(repository, snapshot, options), refusal('aborted'))
  for (const name of readdirSync(target))
    assert.equal(text(target, name), `start ${name.slice(1)}end ${name.slice(1)}`)
  assert.deepEqual((await restore(repository, snapshot, { target })).problems, [])
  assert.equal(readdirSync(target).length, 20)
})

test('a target that cannot be made is a clear error', async (t) => {
  const { repository, snapshot, target } = await snapshotOf(t, async () => [])
  mkdirSync(join(target, '..'), { recursive: true })
  writeFileSync(target, 'a file')
  chmodSync(target, 0o400)
  await assert.rejects(restore(repository, snapshot, { target }), refusal('write-failed'))
})
