import assert from 'node:assert/strict'
import { test } from 'node:test'

import { unitCipher } from './crypto/index.ts'
import type { RepositoryErrorCode } from './error.ts'
import { fetchBlobs } from './fetch-blobs.ts'
import { type BlobId, blobId, type PackId, sha256 } from './id.ts'
import type { IndexedBlob } from './index/index.ts'
import { contentKey, readFile } from './read-file.ts'
import type { Repository } from './repository.ts'
import { emptyRepository, forge, forgeIndex, nodeNamed, refusal } from './small-repository.fixture.ts'
import { encodeSnapshot } from './snapshot/index.ts'
import { encodeTree } from './tree/index.ts'
import { storeUnpacked } from './unpacked.ts'
import { walkTree } from './walk-tree.ts'

const nowhere = blobId('ee'.repeat(32))

/** A forged entry for a blob that comes before the honest one: index files are read by name, names are hashes. */
async function forgeFirst(repository: Repository, pack: PackId, blob: IndexedBlob): Promise<void> {
  for (;;) {
    const id = await forgeIndex(repository, [{ pack, blobs: [blob] }])
    const all = (await Array.fromAsync(repository.storage.list('index'))).map((file) => file.id)
    if (all.every((other) => id <= other)) break
    await repository.storage.remove('index', id)
  }
  await repository.refreshIndex()
}

async function fetchOne(repository: Repository, id: BlobId): Promise<string> {
  const [fetched, ...more] = await Array.fromAsync(fetchBlobs(repository, [id]))
  assert.ok(fetched !== undefined && more.length === 0)
  return 'bytes' in fetched ? fetched.bytes.toString() : fetched.problem.code
}

test('snapshots come sorted by time, whatever their zones, then by id', async (t) => {
  const { repository } = await emptyRepository(t)
  const times = ['2026-01-01T00:30:00+02:00', '2026-01-01T00:00:00Z', '2025-12-31T23:00:00Z']
  for (const time of [...times, ...times]) {
    const json = encodeSnapshot({ time, tree: nowhere, paths: ['/'] })
    const cipher = unitCipher(repository.masterKey)
    await storeUnpacked(repository.storage, cipher, 'snapshots', json, { version: 2 })
  }
  const found = await repository.listSnapshots()
  const sorted = [times[0], times[0], times[2], times[2], times[1], times[1]]
  assert.deepEqual(
    found.map(({ time }) => time),
    sorted,
  )
  for (const at of [0, 2, 4]) assert.ok((found[at]?.id ?? '') < (found[at + 1]?.id ?? ''))
})

const unsafe = ['../x', '/abs', '', '.', '..', 'a/b', 'a\0b', '..\0']

test('a tree with a name that leaves its directory is refused, the rest of a walk goes on', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const honest = await client.file('honest', 'content')
  const trees: BlobId[] = []
  for (const name of unsafe) trees.push(await client.tree([nodeNamed(name, 'file', { content: [] }), honest]))
  // The slash may hide in an escape of the quoted name.
  const hidden = encodeTree([{ ...honest, name: 'XXxYY' }]).toString()
  for (const name of ['..\\\\x2fx', '\\\\x2e\\\\056', '\\\\u002fabs'])
    trees.push(await client.blob('tree', Buffer.from(hidden.replace('XXxYY', name))))
  const root = await client.tree([])
  await client.snapshot(root)
  for (const tree of trees) await assert.rejects(repository.readTree(tree), refusal('unsafe-name'))
  for (const tree of trees.slice(0, unsafe.length)) {
    await assert.rejects(Array.fromAsync(walkTree(repository, tree)), refusal('unsafe-name'))
    const problems: string[] = []
    const walk = walkTree(repository, tree, { onProblem: ({ error }) => problems.push(error.code) })
    const paths = (await Array.fromAsync(walk)).map(({ path }) => path)
    assert.deepEqual([paths, problems.includes('unsafe-name')], [['/honest'], true])
  }
})

test('a doubled name is refused; a tree in another order is put into byte order', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const names = ['b', '🎉', '\uffff', 'a', '\udcff']
  const nodes = names.map((name) => nodeNamed(name, 'file', { content: [] }))
  const unsorted = await client.tree(nodes)
  const doubled = await client.tree([...nodes, nodeNamed('a', 'symlink', { linkTarget: '/etc' })])
  await client.snapshot(unsorted)
  const found = await repository.readTree(unsorted)
  assert.deepEqual(
    found.map(({ name }) => name),
    ['a', 'b', '\uffff', '🎉', '\udcff'],
  )
  await assert.rejects(repository.readTree(doubled), refusal('damaged', /twice/))
})

test('blobs that no index file names are missing, of the wrong kind too', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const root = await client.tree([])
  await client.snapshot(root)
  await assert.rejects(repository.readBlob(nowhere, 'data'), refusal('missing-object'))
  await assert.rejects(repository.readBlob(root, 'data'), refusal('missing-object'))
  await assert.rejects(repository.readTree(nowhere), refusal('missing-object'))
  assert.equal(await fetchOne(repository, nowhere), 'missing-object')
})

/** How a forged index entry for an honest blob may lie. */
const lies: Readonly<Record<string, Partial<IndexedBlob> & { pack?: PackId }>> = {
  'another place in the pack': { offset: 1 },
  'a place beyond the pack': { offset: 0xffff_fff0 },
  'a pack that does not exist': { pack: 'ee'.repeat(32) as PackId },
  'a length of nearly 4 GiB': { length: 0xffff_ffff },
  'a length too short for a unit': { length: 5 },
  'a wrong plain length': { uncompressedLength: 3 },
  'a plain length of nearly 4 GiB': { uncompressedLength: 0xffff_ffff },
  'no compression': { uncompressedLength: 0 },
  'another type': { type: 'tree', offset: 2 },
}

for (const [name, { pack: forgedPack, ...lie }] of Object.entries(lies)) {
  test(`a forged location with ${name} does no harm while an honest one is there`, async (t) => {
    const { repository } = await emptyRepository(t)
    const client = forge(repository)
    const text = 'precious content, '.repeat(20)
    const id = await client.blob('data', Buffer.from(text))
    await client.snapshot(await client.tree([]))
    const honest = (await repository.loadIndex()).locations(id)[0]
    assert.ok(honest)
    await forgeFirst(repository, forgedPack ?? honest.pack, { ...honest, id, ...lie })
    assert.equal((await repository.loadIndex()).locations(id).length, 2)
    assert.equal((await repository.readBlob(id, 'data')).toString(), text)
    assert.equal(await fetchOne(repository, id), text)

    // Alone it is an error that names the place.
    for (const file of await Array.fromAsync(repository.storage.list('index')))
      await repository.storage.remove('index', file.id)
    await forgeFirst(repository, forgedPack ?? honest.pack, { ...honest, id, ...lie })
    const codes: RepositoryErrorCode[] = ['damaged', 'missing-object', 'limit-exceeded']
    await assert.rejects(repository.readBlob(id, lie.type ?? 'data'), (error) =>
      codes.some(
        (code) => (error as { code?: string }).code === code && refusal(code, new RegExp(id))(error),
      ),
    )
    assert.ok(codes.includes((await fetchOne(repository, id)) as RepositoryErrorCode))
  })
}

test('two blobs swapped in the index are told apart by their hashes', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const ids = [await client.blob('data', Buffer.from('one')), await client.blob('data', Buffer.from('two'))]
  await client.snapshot(await client.tree([]))
  const [one, two] = ids as [BlobId, BlobId]
  const place = (await repository.loadIndex()).locations(two)[0]
  assert.ok(place)
  for (const file of await Array.fromAsync(repository.storage.list('index')))
    await repository.storage.remove('index', file.id)
  await forgeFirst(repository, place.pack, { ...place, id: one })
  await assert.rejects(repository.readBlob(one, 'data'), refusal('damaged', /its id/))
})

test('a file is read in order; content that is longer or shorter than its size is damaged', async (t) => {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const file = await client.file('a', 'first ', 'second ', 'first ', 'last')
  await client.snapshot(await client.tree([file]))
  const read = async (size: number): Promise<string> =>
    Buffer.concat(await Array.fromAsync(readFile(repository, { ...file, size }))).toString()
  assert.equal(await read(file.size ?? 0), 'first second first last')
  for (const size of [0, 10, 22, 24, Number.MAX_SAFE_INTEGER])
    await assert.rejects(read(size), refusal('damaged', /should have/))
  const lost = { ...file, content: [...(file.content ?? []), nowhere] }
  await assert.rejects(Array.fromAsync(readFile(repository, lost)), refusal('missing-object'))
})

test('the content key of one blob is its id, of none the hash of nothing, of several the hash of all', () => {
  const [a, b] = [blobId('ab'.repeat(32)), blobId('cd'.repeat(32))]
  const key = (content: readonly BlobId[] | null): string => contentKey(nodeNamed('x', 'file', { content }))
  assert.equal(key([a]), a)
  assert.equal(key([]), sha256(Buffer.alloc(0)))
  assert.equal(key(null), key([]))
  assert.equal(key([a, b]), sha256(Buffer.from(a + b, 'hex')))
  assert.notEqual(key([a, b]), key([b, a]))
})
