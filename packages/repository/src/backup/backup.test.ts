import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { execFileSync } from 'node:child_process'
import { linkSync, lstatSync, mkdirSync, readdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { check } from '../check/index.ts'
import { decodeName, encodeName } from '../name.ts'
import { readFile } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, refusal, temporaryFolder } from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { walkTree } from '../walk-tree.ts'
import type { PipedFile } from './archive-stream.ts'
import { backup } from './backup.ts'

async function paths(repository: Repository, snapshot: Snapshot | undefined): Promise<string[]> {
  assert.ok(snapshot)
  return (await Array.fromAsync(walkTree(repository, snapshot.tree))).map(({ path }) => path)
}

/** A source folder and an empty repository. */
async function ground(t: TestContext): Promise<{ root: string; repository: Repository; place: string }> {
  return { root: temporaryFolder(t), ...(await emptyRepository(t)) }
}

test('what is backed up is what is there, and the repository is sound', async (t) => {
  const { root, repository } = await ground(t)
  const large = randomBytes(3_000_000)
  mkdirSync(join(root, 'd', 'empty'), { recursive: true })
  writeFileSync(join(root, 'd', 'large'), large)
  writeFileSync(join(root, 'nothing'), '')
  writeFileSync(join(root, 'one'), 'same')
  writeFileSync(join(root, 'two'), 'same')
  linkSync(join(root, 'one'), join(root, 'three'))
  symlinkSync('nowhere', join(root, 'link'))
  execFileSync('mkfifo', [join(root, 'pipe')])
  const { snapshot, summary, problems } = await backup(repository, {
    paths: [root],
    asRoot: root,
    tags: ['x'],
  })
  assert.equal(problems, 0)
  assert.ok(snapshot)
  assert.deepEqual([snapshot.paths, snapshot.tags], [['/'], ['x']])
  const nodes = new Map<string, { type: string; content: string; size: number }>()
  for await (const { path, node } of walkTree(repository, snapshot.tree)) {
    const bytes = node.type === 'file' ? Buffer.concat(await Array.fromAsync(readFile(repository, node))) : ''
    if (path === '/d/large') assert.ok(large.equals(bytes as Buffer))
    nodes.set(path, { type: node.type, content: bytes.toString().slice(0, 9), size: node.size ?? 0 })
    if (path === '/nothing') assert.deepEqual(node.content, [])
    if (path === '/one') assert.equal(node.deviceId, BigInt(lstatSync(join(root, 'one')).dev))
    if (path === '/two') assert.equal(node.deviceId, undefined)
  }
  assert.deepEqual(
    [...nodes.keys()],
    ['/d', '/d/empty', '/d/large', '/link', '/nothing', '/one', '/pipe', '/three', '/two'],
  )
  assert.deepEqual([nodes.get('/two')?.content, nodes.get('/pipe')?.type], ['same', 'fifo'])
  assert.deepEqual([summary.totalFilesProcessed, summary.filesNew], [5, 5])
  assert.equal(summary.totalBytesProcessed, 3_000_012)
  assert.equal(summary.dataAdded > 3_000_004 && summary.dataBlobs >= 2, true)
  const report = await check(repository, { readData: true })
  assert.deepEqual(report.findings, [])
  // Equal contents are one blob, and trees never share a pack with data.
  const index = await repository.loadIndex()
  for (const pack of index.packs()) assert.equal(new Set(index.blobsOf(pack).map(({ type }) => type)).size, 1)
})

test('names of any bytes are kept', async (t) => {
  const { root, repository } = await ground(t)
  const names = [[0xff], [0x61, 0xfe, 0x62], [0xed, 0xa0, 0x80]].map((name) => Buffer.from(name))
  for (const name of names) writeFileSync(Buffer.concat([Buffer.from(`${root}/`), name]), name)
  const { snapshot } = await backup(repository, { paths: [root], asRoot: root })
  const found = (await paths(repository, snapshot)).map((path) => encodeName(path.slice(1)))
  assert.deepEqual(
    found,
    names.toSorted((a, b) => Buffer.compare(a, b)),
  )
  assert.equal(decodeName(Buffer.from([0xff])), '\udcff')
})

test('what is excluded is not visited, what is below it neither', async (t) => {
  const { root, repository } = await ground(t)
  mkdirSync(join(root, 'a', 'cache', 'deep'), { recursive: true })
  for (const name of ['a/cache/x', 'a/cache/deep/y', 'a/b.tmp', 'a/keep', 'cache'])
    writeFileSync(join(root, name), name)
  const excludes = ['*.tmp', '/a/cache']
  const { snapshot } = await backup(repository, { paths: [root], asRoot: root, excludes })
  assert.deepEqual(await paths(repository, snapshot), ['/a', '/a/keep', '/cache'])
  assert.deepEqual(snapshot?.excludes, excludes)
})

test('a link on the way to a named path is followed, a named link is stored as a link', async (t) => {
  const { root, repository } = await ground(t)
  mkdirSync(join(root, 'real', 'inner'), { recursive: true })
  writeFileSync(join(root, 'real', 'inner', 'file'), 'content')
  symlinkSync('real', join(root, 'alias'))
  const through = await backup(repository, { paths: [join(root, 'alias', 'inner')], asRoot: root })
  assert.deepEqual(await paths(repository, through.snapshot), ['/alias', '/alias/inner', '/alias/inner/file'])
  const link = await backup(repository, { paths: [join(root, 'alias')], asRoot: root })
  assert.deepEqual(await paths(repository, link.snapshot), ['/alias'])
})

test('a dry run counts like a backup and writes nothing', async (t) => {
  const { root, repository, place } = await ground(t)
  writeFileSync(join(root, 'file'), 'content')
  const { snapshot, summary } = await backup(repository, { paths: [root], asRoot: root, dryRun: true })
  assert.equal(snapshot, undefined)
  assert.deepEqual([summary.filesNew, summary.dataBlobs, summary.treeBlobs], [1, 1, 1])
  const left = ['data', 'index', 'snapshots', 'locks'].flatMap((kind) => {
    try {
      return readdirSync(join(place, kind))
    } catch {
      return []
    }
  })
  assert.deepEqual(left, [])
})

test('compression: the more the smaller; without it data is plain and directories are not', async (t) => {
  const sizes: number[] = []
  for (const compression of ['off', 'auto', 'max'] as const) {
    const { root, repository } = await ground(t)
    let text = ''
    for (let line = 0; line < 9_000; line += 1) text += `${line * line} ${Math.sqrt(line)} line ${line}\n`
    writeFileSync(join(root, 'small'), text.slice(0, 20_000))
    writeFileSync(join(root, 'large'), text)
    const { snapshot, summary } = await backup(repository, { paths: [root], asRoot: root, compression })
    assert.ok(snapshot)
    sizes.push(summary.dataAddedPacked)
    const index = await repository.loadIndex()
    const isPlain = { data: compression === 'off', tree: false }
    for (const pack of index.packs())
      for (const blob of index.blobsOf(pack))
        assert.equal(blob.uncompressedLength === 0, isPlain[blob.type], `${compression} ${blob.type}`)
    assert.deepEqual((await check(repository, { readData: true })).findings, [])
  }
  const [off = 0, auto = 0, max = 0] = sizes
  assert.ok(off > auto && auto > max, sizes.join(' > '))
})

test('a path that does not exist, lies outside, or no path at all is refused', async (t) => {
  const { root, repository } = await ground(t)
  const ask = (list: string[]) => backup(repository, { paths: list, asRoot: root })
  await assert.rejects(ask([join(root, 'missing')]), refusal('invalid-argument', /missing/))
  await assert.rejects(ask(['/etc']), refusal('invalid-argument', /outside/))
  await assert.rejects(ask([`${root}/../x`]), refusal('invalid-argument', /outside/))
  await assert.rejects(ask([]), refusal('invalid-argument'))
  assert.deepEqual(await repository.listSnapshots(), [])
})

test('an aborted backup leaves no snapshot and no lock', async (t) => {
  const { root, repository } = await ground(t)
  writeFileSync(join(root, 'file'), 'content')
  const signal = AbortSignal.abort()
  await assert.rejects(backup(repository, { paths: [root], asRoot: root, signal }), refusal('aborted'))
  assert.deepEqual(await repository.listSnapshots(), [])
  assert.deepEqual(await Array.fromAsync(repository.storage.list('locks')), [])
})

test('a stream becomes one file below the folders of its name, whatever the pieces', async (t) => {
  const { repository } = await ground(t)
  const content = randomBytes(2_500_000)
  async function* pieces(size: number): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < content.length; at += size) yield new Uint8Array(content.subarray(at, at + size))
  }
  const trees: string[] = []
  const options = { paths: [], time: new Date('2026-01-02T03:04:05Z'), hostname: 'files1' }
  for (const size of [700, 65_536, 3_000_000]) {
    const stdin = { stream: pieces(size), filename: 'dumps/db.sql' }
    const { snapshot, summary, problems } = await backup(repository, { ...options, stdin })
    assert.ok(snapshot)
    assert.deepEqual([problems, snapshot.paths, snapshot.parent], [0, ['/dumps/db.sql'], undefined])
    assert.deepEqual([summary.filesNew, summary.totalBytesProcessed], [1, content.length])
    trees.push(snapshot.tree)
  }
  assert.equal(new Set(trees).size, 1)
  const [snapshot] = await repository.listSnapshots()
  const nodes = await Array.fromAsync(walkTree(repository, snapshot?.tree as never))
  assert.deepEqual(
    nodes.map(({ path, node }) => [path, node.mode & 0o777, node.mtime]),
    [
      ['/dumps', 0o755, '2026-01-02T03:04:05Z'],
      ['/dumps/db.sql', 0o644, '2026-01-02T03:04:05Z'],
    ],
  )
  const file = nodes[1]?.node
  assert.ok(file)
  assert.ok(Buffer.concat(await Array.fromAsync(readFile(repository, file))).equals(content))
  assert.deepEqual((await check(repository, { readData: true })).findings, [])
})

test('streams become the files of one folder; a later one may tell of earlier ones, a wrong one is left out', async (t) => {
  const { repository } = await ground(t)
  const told: string[] = []
  async function* text(content: string): AsyncGenerator<Uint8Array> {
    yield Buffer.from(content)
    told.push(content)
  }
  async function* files(names: readonly string[]): AsyncGenerator<PipedFile> {
    for (const name of names) yield { name, stream: text(`this is ${name}`) }
    yield { name: 'wrong', stream: text('half'), isWhole: () => Promise.resolve(false) }
    yield { name: 'list', stream: text(told.join()) }
  }
  const ask = (names: readonly string[]) =>
    backup(repository, { paths: [], folder: { path: '/dumps/main', files: files(names) } })
  const { snapshot, problems } = await ask(['b', 'a', 'B'])
  assert.deepEqual([problems, snapshot?.paths, snapshot?.parent], [0, ['/dumps/main'], undefined])
  const nodes = await Array.fromAsync(walkTree(repository, snapshot?.tree as never))
  assert.deepEqual(
    nodes.map(({ path }) => path),
    ['/dumps', '/dumps/main', ...['B', 'a', 'b', 'list'].map((name) => `/dumps/main/${name}`)],
  )
  const list = nodes.at(-1)?.node
  assert.ok(list)
  const content = Buffer.concat(await Array.fromAsync(readFile(repository, list))).toString()
  assert.equal(content, 'this is b,this is a,this is B,half')
  assert.deepEqual((await check(repository, { readData: true })).findings, [])
  for (const names of [['a', 'a'], ['..'], ['a/b']])
    await assert.rejects(ask(names), refusal('invalid-argument'))
  assert.equal((await repository.listSnapshots()).length, 1)
})

test('an empty stream is an empty file; one that breaks off is no snapshot', async (t) => {
  const { root, repository } = await ground(t)
  async function* broken(): AsyncGenerator<Uint8Array> {
    yield Buffer.from('the first half')
    throw new Error('the dump failed')
  }
  async function* empty(): AsyncGenerator<Uint8Array> {}
  const ask = (stream: AsyncIterable<Uint8Array>, filename = 'dump', list: string[] = []) =>
    backup(repository, { paths: list, stdin: { stream, filename } })
  await assert.rejects(ask(broken()), /the dump failed/)
  await assert.rejects(ask(empty(), '/'), refusal('invalid-argument'))
  await assert.rejects(ask(empty(), 'dump', [root]), refusal('invalid-argument'))
  assert.deepEqual(await repository.listSnapshots(), [])
  const { snapshot } = await ask(empty())
  const [node] = await repository.readTree(snapshot?.tree as never)
  assert.deepEqual([node?.name, node?.content, node?.size ?? 0], ['dump', [], 0])
})
