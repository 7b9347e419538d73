import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

import {
  archiveFolder,
  type BadCopy,
  type BlobId,
  type BlobLocation,
  check,
  copySnapshots,
  fetchBlobs,
  initRepository,
  openRepository,
  prune,
  readFile,
  type Repository,
  restore,
  walkTree,
} from '@anlauf/repository'

import { forge } from '../../packages/repository/src/small-repository.fixture.ts'
import { repositoryCli } from '../interop/repository-cli.ts'
import { memoryStorage, type StoredFiles } from './memory-storage.ts'

const password = 'p'
const kdf = { N: 2, r: 1, p: 1 }
const folder = mkdtempSync(join(tmpdir(), 'anlauf-copies-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const contents = new Map([
  ['/d/one', 'content of one '.repeat(50)],
  ['/d/two', 'content of two '.repeat(70)],
  ['/three', 'content of three'],
])

/** Every blob, directories too, lies in two packs; each pack is named by an index file. */
async function doubled(): Promise<StoredFiles> {
  const files: StoredFiles = new Map()
  const repository = await initRepository(memoryStorage(files), { password, kdf })
  const write = async (): Promise<void> => {
    const client = forge(repository)
    const file = (path: string) => client.file(path.split('/').at(-1) ?? '', contents.get(path) ?? '')
    const below = await client.dir('d', [await file('/d/one'), await file('/d/two')])
    await client.snapshot(await client.tree([below, await file('/three')]))
  }
  await write()
  const first = [...files.keys()].filter((name) => name.startsWith('snapshots/'))
  await write()
  // Both snapshots say the same; one of them is enough.
  const all = [...files.keys()].filter((name) => name.startsWith('snapshots/'))
  for (const name of all) if (!first.includes(name)) files.delete(name)
  return files
}

const opened = (files: StoredFiles, onBadCopy?: (copy: BadCopy) => void): Promise<Repository> =>
  openRepository(memoryStorage(files), { password, onBadCopy })

/** The same repository with one bit of one copy of a blob flipped. */
function hurt(files: StoredFiles, { pack, offset, length }: BlobLocation): StoredFiles {
  const bytes = Buffer.from(files.get(`data/${pack}`) ?? '')
  const at = offset + (length >>> 1)
  bytes[at] = (bytes[at] ?? 0) ^ 4
  return new Map(files).set(`data/${pack}`, bytes)
}

async function contentsOf(repository: Repository): Promise<Map<string, string>> {
  const [snapshot] = await repository.listSnapshots()
  assert.ok(snapshot)
  const found = new Map<string, string>()
  for await (const { path, node } of walkTree(repository, snapshot.tree))
    if (node.type === 'file')
      found.set(path, Buffer.concat(await Array.fromAsync(readFile(repository, node))).toString())
  return found
}

/** Each blob with each of its two copies damaged; `isFirst`: it is the copy that is read first. */
async function* everyDamage(): AsyncGenerator<{
  files: StoredFiles
  id: BlobId
  place: BlobLocation
  isFirst: boolean
}> {
  const files = await doubled()
  const index = await (await opened(files)).loadIndex()
  const ids = new Set([...index.packs()].flatMap((pack) => index.blobsOf(pack).map(({ id }) => id)))
  assert.equal(ids.size, 5)
  for (const id of ids) {
    const places = index.locations(id)
    assert.equal(places.length, 2)
    for (const [at, place] of places.entries())
      yield { files: hurt(files, place), id, place, isFirst: at === 0 }
  }
}

const short = ({ blob, pack, offset }: BadCopy): string => `${blob} ${pack} ${offset}`

test('of two copies with one damaged the whole one is used, and the other one reported', async () => {
  let rounds = 0
  for await (const { files, id, place, isFirst } of everyDamage()) {
    const expected = isFirst ? [`${id} ${place.pack} ${place.offset}`] : []
    const told: string[] = []
    const repository = await opened(files, (copy) => told.push(short(copy)))

    const wanted = [...contents.keys()].length + 2
    const index = await repository.loadIndex()
    const all = new Set([...index.packs()].flatMap((pack) => index.blobsOf(pack).map((blob) => blob.id)))
    using fetching = repository.badCopies.watch()
    const fetched = await Array.fromAsync(fetchBlobs(repository, all))
    assert.equal(fetched.filter((one) => 'bytes' in one).length, wanted)
    assert.deepEqual(fetching.found.map(short), expected, 'fetchBlobs')
    assert.deepEqual(told, expected)

    const target = join(folder, `restored ${(rounds += 1)}`)
    const fresh = await opened(files)
    const [snapshot] = await fresh.listSnapshots()
    assert.ok(snapshot)
    const result = await restore(fresh, snapshot, { target })
    assert.deepEqual(result.problems, [])
    assert.deepEqual(result.badCopies.map(short), expected, 'restore')
    for (const [path, text] of contents) assert.equal(readFileSync(join(target, path), 'utf8'), text)

    const dumping = await opened(files)
    using dumped = dumping.badCopies.watch()
    const pieces = await Array.fromAsync(archiveFolder(dumping, snapshot.tree, { format: 'tar' }))
    const archive = Buffer.concat(pieces).toString('latin1')
    for (const text of contents.values()) assert.ok(archive.includes(text))
    assert.deepEqual(dumped.found.map(short), expected, 'dump')

    const { findings } = await check(await opened(files), { readData: true })
    const errors = findings.filter(({ severity }) => severity === 'error')
    assert.deepEqual([...new Set(errors.map(({ object }) => object))], [`data/${place.pack}`], 'check')
  }
})

test('copy and prune take the whole one, and leave nothing damaged behind', async () => {
  let metByPrune = 0
  for await (const { files, id, place, isFirst } of everyDamage()) {
    const copies: StoredFiles = new Map()
    const copy = await initRepository(memoryStorage(copies), { password, kdf })
    const copied = await copySnapshots(await opened(files), copy)
    assert.deepEqual([copied.copied.length, copied.failed], [1, []])
    const expected = isFirst ? [`${id} ${place.pack} ${place.offset}`] : []
    assert.deepEqual(copied.badCopies.map(short), expected, 'copy')
    assert.deepEqual(await contentsOf(copy), contents)
    assert.deepEqual((await check(copy, { readData: true })).findings, [])

    const pruned = await prune(await opened(files), { maxUnused: { bytes: 0 } })
    assert.equal(pruned.duplicate.blobs, 5)
    const met = pruned.badCopies.map(short)
    metByPrune += met.length
    assert.ok(met.length === 0 || met[0] === `${id} ${place.pack} ${place.offset}`, met.join())
    const after = await opened(files)
    assert.deepEqual(await contentsOf(after), contents)
    assert.deepEqual((await check(after, { readData: true })).findings, [])
  }
  assert.ok(metByPrune > 0, 'a prune that read the damaged copy says so')
})

test('with both copies damaged nothing is made up, and nothing is removed', async () => {
  const files = await doubled()
  const index = await (await opened(files)).loadIndex()
  const [id] = index.blobsOf([...index.packs()][0] as never).map((blob) => blob.id)
  assert.ok(id)
  const both = index.locations(id).reduce(hurt, files)
  const [fetched] = await Array.fromAsync(fetchBlobs(await opened(both), [id]))
  assert.ok(fetched !== undefined && 'problem' in fetched)
  assert.equal(fetched.problem.code, 'damaged')
  assert.match(fetched.problem.message, /MAC/)
  assert.equal((fetched.problem.context['badLocations'] as unknown[]).length, 2)
  const before = [...both.keys()].sort()
  await assert.rejects(prune(await opened(both)), { code: 'damaged' })
  assert.deepEqual([...both.keys()].sort(), before)
})

test('the command line names the damaged pack on stderr and ends with success', async () => {
  await using cli = repositoryCli(password)
  for await (const { files, place, isFirst } of everyDamage()) {
    if (!isFirst) continue
    const repo = cli.at(`repository ${place.pack.slice(0, 8)} ${place.offset}`)
    for (const [name, bytes] of files) {
      const [kind = '', id = ''] = name.split('/')
      const path = join(
        repo,
        kind === 'data' ? `data/${id.slice(0, 2)}/${id}` : kind === 'config' ? kind : name,
      )
      mkdirSync(dirname(path), { recursive: true })
      writeFileSync(path, bytes)
    }
    const target = cli.at(`target ${place.pack.slice(0, 8)} ${place.offset}`)
    for (const command of [
      ['restore', 'latest', '--target', target],
      ['dump', 'latest', '/', '--target', `${target}.tar`],
    ]) {
      const { exitCode, stderr } = await cli.run('repo', ...command, '--repo', repo)
      assert.equal(exitCode, 0, stderr)
      assert.match(stderr, new RegExp(`^damaged: data/${place.pack}: .*Another copy is whole`, 'm'))
    }
  }
})
