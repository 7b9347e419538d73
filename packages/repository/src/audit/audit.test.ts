import assert from 'node:assert/strict'
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { backup } from '../backup/index.ts'
import { unitCipher } from '../crypto/index.ts'
import { type PackId, sha256 } from '../id.ts'
import { openRepository } from '../open-repository.ts'
import { sealPackTrailer } from '../pack/index.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, forge, forgeIndex, nodeNamed, password } from '../small-repository.fixture.ts'
import { localStorage } from '../storage/index.ts'
import { encodeTree } from '../tree/index.ts'
import { type AuditFinding, auditIndex, auditSnapshots, auditTrees } from './index.ts'

async function audit(place: string): Promise<AuditFinding[]> {
  const repository = await openRepository(localStorage(place), { password })
  const { snapshots, findings } = await auditSnapshots(repository)
  const found = [...findings, ...(await Array.fromAsync(auditIndex(repository)))]
  return [...found, ...(await Array.fromAsync(auditTrees(repository, snapshots)))]
}

async function codesOf(place: string): Promise<string[]> {
  return [...new Set((await audit(place)).map(({ code }) => code))].sort()
}

/** The pack with the most blobs: they are spread over two at random, so that one of several has two at least. */
async function firstPack(repository: Repository, type: 'data' | 'tree'): Promise<PackId> {
  const index = await repository.refreshIndex()
  const packs = [...index.packs()].filter((pack) => index.blobsOf(pack)[0]?.type === type)
  const [fullest] = packs.sort((a, b) => index.blobsOf(b).length - index.blobsOf(a).length)
  if (fullest === undefined) throw new Error(`no ${type} pack`)
  return fullest
}

test('an honest history has no findings, and nothing is written', async (t) => {
  const { place, repository } = await emptyRepository(t)
  await backup(repository, { paths: [import.meta.dirname] })
  await backup(repository, { paths: [join(import.meta.dirname, '..')] })
  const before = readdirSync(place, { recursive: true }).length
  assert.deepEqual(await audit(place), [])
  assert.equal(readdirSync(place, { recursive: true }).length, before)
})

test('an index that lies about a pack is named, and so is a blob that it keeps back', async (t) => {
  const { place, repository } = await emptyRepository(t)
  await backup(repository, { paths: [import.meta.dirname] })
  const pack = await firstPack(repository, 'data')
  const [honest] = (await repository.loadIndex()).blobsOf(pack)
  assert.ok(honest)
  const lie = await forgeIndex(repository, [{ pack, blobs: [{ ...honest, id: 'cd'.repeat(32) as never }] }])
  const [finding] = (await audit(place)).filter(({ code }) => code === 'indexHeaderMismatch')
  assert.equal(finding?.object, `data/${pack}`)
  assert.match(finding?.message ?? '', new RegExp(lie))
})

test('an index that names fewer blobs than the pack holds', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const made = forge(repository)
  const names = ['a', 'b', 'c']
  await made.snapshot(await made.tree(await Promise.all(names.map((name) => made.file(name, `of ${name}`)))))
  const pack = await firstPack(repository, 'data')
  const [first] = (await repository.loadIndex()).blobsOf(pack)
  for (const name of readdirSync(join(place, 'index'))) await repository.storage.remove('index', name)
  assert.ok(first)
  await forgeIndex(repository, [{ pack, blobs: [first] }])
  assert.ok((await codesOf(place)).includes('indexGap'))
})

test('a pack that never arrived, and one that nobody names', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const made = forge(repository)
  await made.snapshot(await made.tree([await made.file('a', 'one')]))
  await forgeIndex(repository, [
    {
      pack: 'ab'.repeat(32) as PackId,
      blobs: [{ id: 'cd'.repeat(32) as never, type: 'data', offset: 0, length: 40, uncompressedLength: 0 }],
    },
  ])
  await repository.storage.write('data', 'ef'.repeat(32), Buffer.from('left over'))
  assert.deepEqual(await codesOf(place), ['indexMissingPack', 'orphanedPack'])
})

test('a second, bad copy of a blob in a pack whose header says the same lie', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const made = forge(repository)
  await made.snapshot(await made.tree([await made.file('a', 'the real content')]))
  // What a hostile client does: an own pack with garbage under the id of a blob that exists.
  const garbage = await forgePackUnder(repository, Buffer.from('the real content'))
  assert.deepEqual(await codesOf(place), ['duplicateLocation'])
  const [finding] = await audit(place)
  assert.equal(finding?.object, `data/${garbage}`)
})

test('damage in every kind of file that can be seen without reading all data', async (t) => {
  const { place, repository } = await emptyRepository(t)
  await backup(repository, { paths: [import.meta.dirname] })
  for (const kind of ['index', 'snapshots'] as const) {
    const [name = ''] = readdirSync(join(place, kind))
    const restore = damageAt(join(place, kind, name), 10)
    assert.ok((await codesOf(place)).includes('damagedObject'), kind)
    restore()
  }
  const pack = await firstPack(repository, 'data')
  const path = join(place, 'data', pack.slice(0, 2), pack)
  damageAt(path, readFileSync(path).length - 20)
  assert.ok((await codesOf(place)).includes('damagedObject'))
})

const hostileTrees: readonly [string, (names: ReturnType<typeof forge>) => Promise<Uint8Array>][] = [
  [
    'names in the wrong order',
    async (made) => encodeTree([await made.file('b', 'x'), await made.file('a', 'x')]),
  ],
  ['a name twice', async (made) => encodeTree([await made.file('a', 'x'), await made.file('a', 'x')])],
  ['a name that leaves', async (made) => encodeTree([await made.file('..', 'x')])],
  [
    'a size that is not that of the blobs',
    async (made) => encodeTree([{ ...(await made.file('a', 'x')), size: 7 }]),
  ],
  [
    'blobs that no index names',
    async () => encodeTree([nodeNamed('a', 'file', { content: ['cd'.repeat(32) as never], size: 1 })]),
  ],
  ['a file without content', async () => encodeTree([nodeNamed('a', 'file', { content: null })])],
  [
    'a directory that is not there',
    async () => encodeTree([nodeNamed('a', 'dir', { subtree: 'cd'.repeat(32) as never })]),
  ],
  [
    'another text for the same',
    async (made) =>
      Buffer.from(
        encodeTree([await made.file('a', 'x')])
          .toString()
          .replace('{"nodes"', '{ "nodes"'),
      ),
  ],
]

for (const [what, nodes] of hostileTrees) {
  test(`a directory with ${what}`, async (t) => {
    const { place, repository } = await emptyRepository(t)
    const made = forge(repository)
    await made.snapshot(await made.blob('tree', await nodes(made)))
    assert.deepEqual(await codesOf(place), ['treeDefect'])
  })
}

/** A pack that holds garbage under the id of `plain`, with an index that confirms it. */
async function forgePackUnder(repository: Repository, plain: Buffer): Promise<PackId> {
  const cipher = unitCipher(repository.masterKey)
  const sealed = cipher.seal(Buffer.from('something else!!'))
  const blob = {
    id: sha256(plain) as never,
    type: 'data' as const,
    length: sealed.length,
    uncompressedLength: 0,
  }
  const bytes = Buffer.concat([sealed, sealPackTrailer(cipher, [blob])])
  const pack = sha256(bytes) as PackId
  await repository.storage.write('data', pack, bytes)
  await forgeIndex(repository, [{ pack, blobs: [{ ...blob, offset: 0 }] }])
  return pack
}

/** Flips a bit of a file; the answer puts it back. */
function damageAt(path: string, at: number): () => void {
  const honest = readFileSync(path)
  const damaged = Buffer.from(honest)
  damaged[at] = (damaged[at] ?? 0) ^ 1
  chmodSync(path, 0o600)
  writeFileSync(path, damaged)
  return () => writeFileSync(path, honest)
}
