import assert from 'node:assert/strict'
import {
  chmodSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { suite, test, type TestContext } from 'node:test'

import { snapshotId } from '../id.ts'
import { emptyRepository, forge, nodeNamed, temporaryFolder } from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { nanosecondsToTime } from '../time.ts'
import type { Node } from '../tree/index.ts'
import { backup, type BackupResult } from './backup.ts'
import { chooseParent } from './parent.ts'

const hostname = 'files1'

/** A folder with one file; the parent that a backup will find says what `alter` makes of that file's node. */
async function secondBackup(
  t: TestContext,
  alter: (node: Node) => Partial<Node>,
): Promise<{ content: string; result: BackupResult; stored: Node; parent: Node }> {
  const root = temporaryFolder(t)
  writeFileSync(join(root, 'file'), 'what is on the disk')
  const { repository } = await emptyRepository(t)
  const options = { paths: [root], asRoot: root, hostname, time: new Date('2026-01-01') }
  const { snapshot } = await backup(repository, options)
  assert.ok(snapshot)
  const client = forge(repository)
  const [file] = await repository.readTree(snapshot.tree)
  const other = await client.file('file', 'what the parent says')
  assert.ok(file)
  const parent = { ...file, content: other.content ?? [] }
  await client.snapshot(await client.tree([{ ...parent, ...alter(parent) }]))
  const forged = (await repository.listSnapshots()).at(-1)
  assert.ok(forged)
  await repository.refreshIndex()
  const result = await backup(repository, { ...options, time: new Date('2027-01-01'), parent: forged.id })
  assert.ok(result.snapshot)
  const [stored] = await repository.readTree(result.snapshot.tree)
  const [id] = stored?.content ?? []
  assert.ok(id)
  return {
    content: (await repository.readBlob(id, 'data')).toString(),
    result,
    stored: stored as Node,
    parent,
  }
}

test('a file that is unchanged since the parent is not read again', async (t) => {
  const { content, result } = await secondBackup(t, () => ({}))
  assert.equal(content, 'what the parent says')
  assert.equal(result.summary.filesUnmodified, 1)
})

const lies: Readonly<Record<string, Partial<Node>>> = {
  mode: { mode: 0o4777 },
  owner: { uid: 4711, user: 'mallory' },
  group: { gid: 4711, group: 'mallory' },
  'number of names': { links: 7 },
  'access time': { atime: '2001-02-03T04:05:06Z' },
  attributes: { extendedAttributes: [{ name: 'user.lie', value: Buffer.from('1') }] },
  'Windows attributes': { genericAttributes: '{"windows.file_attributes":1}' },
  'error of its time': { error: 'it could not be read' },
  'field of another program': { unknown: [{ name: 'x', json: '1' }] },
}

suite('what the parent says about an unchanged file is taken over only where it is so', () => {
  for (const [name, lie] of Object.entries(lies)) {
    test(name, async (t) => {
      const { stored, parent, result } = await secondBackup(t, () => lie)
      assert.deepEqual(stored, parent)
      assert.equal(result.summary.filesUnmodified, 1)
    })
  }
})

test('an untouched folder keeps its tree; one changed, one gone, one new entry each make another', async (t) => {
  const root = temporaryFolder(t)
  mkdirSync(join(root, 'd', 'deeper'), { recursive: true })
  for (const name of ['d/a', 'd/b', 'd/deeper/c']) writeFileSync(join(root, name), name)
  symlinkSync('nowhere', join(root, 'd', 'link'))
  const { repository } = await emptyRepository(t)
  const again = async (): Promise<BackupResult> =>
    backup(repository, { paths: [root], asRoot: root, hostname })
  const first = await again()
  const second = await again()
  assert.equal(second.snapshot?.tree, first.snapshot?.tree)
  assert.equal(second.summary.dirsUnmodified, 2)
  assert.equal(second.summary.treeBlobs, 0)
  const seen = new Set([first.snapshot?.tree])
  const steps = [
    () => chmodSync(join(root, 'd', 'a'), 0o600),
    () => rmSync(join(root, 'd', 'link')),
    () => renameSync(join(root, 'd', 'b'), join(root, 'd', 'bb')),
    () => writeFileSync(join(root, 'd', 'deeper', 'new'), ''),
  ]
  for (const step of steps) {
    step()
    const { snapshot, summary } = await again()
    assert.ok(snapshot)
    assert.equal(seen.has(snapshot.tree), false)
    assert.ok(summary.treeBlobs > 0)
    seen.add(snapshot.tree)
  }
})

test('the same moment in another zone is the same moment', async (t) => {
  const { content } = await secondBackup(t, ({ mtime, ctime }) => ({
    mtime: inZone(mtime),
    ctime: inZone(ctime),
  }))
  assert.equal(content, 'what the parent says')
})

const changes: Readonly<Record<string, (node: Node) => Partial<Node>>> = {
  'another size': ({ size = 0 }) => ({ size: size + 1 }),
  'another mtime': ({ mtime }) => ({ mtime: mtime.replace(/^\d{4}/, '2001') }),
  'the same size and mtime, another ctime': ({ ctime }) => ({ ctime: ctime.replace(/^\d{4}/, '2001') }),
  'the same size and times, another inode': ({ inode = 0n }) => ({ inode: inode + 1n }),
  'no content': () => ({ content: null }),
  'content that is in no index file': () => ({ content: ['ee'.repeat(32) as never] }),
  'another type': () => ({ type: 'symlink' }),
  'another name': () => ({ name: 'other' }),
  'a time that is none': () => ({ mtime: 'yesterday' }),
}

// Each backup waits for its lock to settle; together they wait at once.
suite('a file the parent knows differently', { concurrency: 5 }, () => {
  for (const [name, alter] of Object.entries(changes)) {
    test(`a file of which the parent knows ${name} is read`, async (t) => {
      const { content, result } = await secondBackup(t, alter)
      assert.equal(content, 'what is on the disk')
      assert.equal(result.summary.filesUnmodified, 0)
    })
  }
})

test('a file replaced by one of the same size and mtime is read', async (t) => {
  const root = temporaryFolder(t)
  const place = join(root, 'file')
  writeFileSync(place, 'before')
  utimesSync(place, 1_000_000, 1_000_000)
  const { repository } = await emptyRepository(t)
  const options = { paths: [root], asRoot: root, hostname }
  await backup(repository, { ...options, time: new Date('2026-01-01') })
  writeFileSync(`${place}.new`, 'after!')
  utimesSync(`${place}.new`, 1_000_000, 1_000_000)
  renameSync(`${place}.new`, place)
  assert.equal(lstatSync(place).size, 6)
  const { summary } = await backup(repository, { ...options, time: new Date('2026-01-02') })
  assert.deepEqual([summary.filesChanged, summary.filesUnmodified], [1, 0])
  const third = await backup(repository, { ...options, time: new Date('2026-01-03') })
  assert.equal(third.summary.filesUnmodified, 1)
  assert.equal(third.summary.dataAdded, 0)
})

test('a parent whose trees are lost or hostile costs speed only', async (t) => {
  const root = temporaryFolder(t)
  mkdirSync(join(root, 'd'))
  writeFileSync(join(root, 'd', 'file'), 'content')
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const lost = nodeNamed('d', 'dir', { subtree: 'ee'.repeat(32) as never })
  for (const nodes of [[lost], [nodeNamed('../d', 'dir')]]) {
    const { id } = await client.snapshot(await client.tree(nodes))
    const { summary, problems } = await backup(repository, { paths: [root], asRoot: root, parent: id })
    assert.deepEqual([summary.totalFilesProcessed, summary.filesUnmodified, problems], [1, 0, 0])
  }
})

test('the parent is the newest earlier snapshot of the same host and paths', () => {
  const snapshot = (id: string, host: string, paths: string[], time: string): Snapshot => ({
    id: snapshotId(id.repeat(32)),
    tree: 'ab'.repeat(32) as never,
    hostname: host,
    paths,
    time,
  })
  const list = [
    snapshot('01', 'files1', ['/a', '/b'], '2026-01-01T00:00:00Z'),
    snapshot('02', 'files1', ['/b', '/a'], '2026-01-02T00:00:00Z'),
    snapshot('03', 'files2', ['/a', '/b'], '2026-01-03T00:00:00Z'),
    snapshot('04', 'files1', ['/a'], '2026-01-04T00:00:00Z'),
    snapshot('05', 'files1', ['/a', '/b'], '2026-02-01T00:00:00Z'),
  ]
  const choose = (time: string): string | undefined =>
    chooseParent(list, { hostname: 'files1', paths: ['/a', '/b'], time })?.id.slice(0, 2)
  assert.equal(choose('2026-01-20T00:00:00Z'), '02')
  assert.equal(choose('2026-01-02T00:00:00+01:00'), '01')
  assert.equal(choose('2025-01-01T00:00:00Z'), undefined)
})

/** The same instant written with an offset of two hours. */
function inZone(time: string): string {
  const [whole = '', fraction = ''] = time.replace('Z', '').split('.')
  const later = BigInt(new Date(`${whole}Z`).getTime() + 7_200_000) * 1_000_000n
  return `${nanosecondsToTime(later).replace('Z', '')}${fraction === '' ? '' : `.${fraction}`}+02:00`
}
