import assert from 'node:assert/strict'
import { test, type TestContext } from 'node:test'

import { unitCipher } from '../crypto/index.ts'
import type { SnapshotId } from '../id.ts'
import { openRepository } from '../open-repository.ts'
import { mortal } from '../prune/history.fixture.ts'
import { readFile } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import { check } from '../check/index.ts'
import {
  cheapCost,
  emptyRepository,
  forge,
  nodeNamed,
  password,
  refusal,
  temporaryFolder,
} from '../small-repository.fixture.ts'
import { encodeSnapshot } from '../snapshot/index.ts'
import { localStorage, type Storage } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import { loadUnpacked, storeUnpacked } from '../unpacked.ts'
import { walkTree } from '../walk-tree.ts'
import type { ShareRule } from './narrow-tree.ts'
import { splitSnapshots } from './split.ts'
import { openSplitTarget } from './target.ts'

const own = { password: 'the customer’s own', mark: 'tenant:acme', kdf: cheapCost }

/** `/srv/share/acme` without `/srv/share/acme/not-ours`, and a file of its own beside the folders. */
const share: ShareRule = ({ host, path, isFolder }) => {
  if (host !== 'files1') return 'none'
  if (path.startsWith('/srv/share/acme/not-ours')) return 'none'
  if (path === '/srv/share/acme') return 'part'
  if (path.startsWith('/srv/share/acme/') || path === '/srv/acme.txt') return 'all'
  return isFolder && ['/', '/srv', '/srv/share'].includes(path) ? 'way' : 'none'
}

/** A provider's repository: every name and content of others holds the word "secret". */
async function shared(t: TestContext): Promise<{ place: string; repository: Repository; ids: SnapshotId[] }> {
  const { place, repository } = await emptyRepository(t)
  const client = forge(repository)
  const ids: SnapshotId[] = []
  for (let day = 1; day <= 3; day += 1) {
    const acme = [
      await client.file('a common text', 'everybody has this file'),
      await client.dir('deep', [
        await client.dir('er', [await client.file('plan', `acme plan of day ${day}`)]),
      ]),
      await client.dir('empty', []),
      await client.dir('not-ours', [await client.file('secret', 'secret inside')]),
      nodeNamed('zz link', 'symlink', { linkTarget: 'a common text' }),
    ]
    const other = [
      await client.file('a common text', 'everybody has this file'),
      await client.file('secret plan', `secret plan of day ${day}`),
    ]
    const attributes = { extendedAttributes: [{ name: 'user.members', value: Buffer.from('secret') }] }
    const srv: Node[] = [
      await client.file('acme.txt', 'note for acme'),
      await client.file('secret.txt', 'secret note'),
      {
        ...(await client.dir('share', [
          await client.dir('acme', acme),
          await client.dir('secret tenant', other),
        ])),
        ...attributes,
      },
    ]
    const root = await client.tree([await client.dir('etc-secret', []), await client.dir('srv', srv)])
    // The forge's own snapshot makes everything durable; the one that counts has more fields.
    await repository.storage.remove('snapshots', (await client.snapshot(root)).id)
    const draft = {
      time: `2026-11-0${day}T02:00:00.123456789+01:00`,
      tree: root,
      paths: ['/srv', '/etc-secret', '/srv/share/secret tenant'],
      hostname: day === 3 ? 'mbox1' : 'files1',
      username: 'root',
      excludes: ['/srv/share/secret tenant/cache'],
      tags: ['nightly', 'secret'],
      unknown: [{ name: 'label', json: '"secret"' }],
    }
    const cipher = unitCipher(repository.masterKey)
    ids.push(
      (await storeUnpacked(repository.storage, cipher, 'snapshots', encodeSnapshot(draft), {
        version: 2,
      })) as SnapshotId,
    )
  }
  return { place, repository, ids }
}

async function target(t: TestContext, from: Repository): Promise<{ storage: Storage; to: Repository }> {
  const storage = localStorage(temporaryFolder(t))
  return { storage, to: await openSplitTarget(from, storage, own) }
}

/** Path → content (or type) of everything in a snapshot. */
async function listing(
  repository: Repository,
  tree: Parameters<typeof walkTree>[1],
): Promise<Record<string, string>> {
  const found: Record<string, string> = {}
  for await (const { path, node } of walkTree(repository, tree)) {
    found[path] =
      node.type === 'file'
        ? Buffer.concat(await Array.fromAsync(readFile(repository, node))).toString()
        : node.type
  }
  return found
}

const mayKeepTag = (tag: string): boolean => !tag.includes('secret')
const split = (from: Repository, to: Repository | undefined) =>
  splitSnapshots(from, to, { share, mark: own.mark, mayKeepTag })

test('the tenant’s part is there with its paths and times, in a repository with another key', async (t) => {
  const { repository, ids } = await shared(t)
  const { storage, to } = await target(t, repository)
  const result = await split(repository, to)
  assert.deepEqual(
    [result.split.map(({ from }) => from.id), result.without.map(({ id }) => id), result.failed],
    [ids.slice(0, 2), ids.slice(2), []],
  )
  const opened = await openRepository(storage, { password: own.password })
  await assert.rejects(openRepository(storage, { password }), refusal('wrong-password'))
  assert.equal(opened.masterKey.encrypt.equals(repository.masterKey.encrypt), false)
  assert.equal(opened.config.chunkerPolynomial, repository.config.chunkerPolynomial)
  const [first] = await opened.listSnapshots()
  assert.ok(first)
  assert.deepEqual(await listing(opened, first.tree), {
    '/srv': 'dir',
    '/srv/acme.txt': 'note for acme',
    '/srv/share': 'dir',
    '/srv/share/acme': 'dir',
    '/srv/share/acme/a common text': 'everybody has this file',
    '/srv/share/acme/deep': 'dir',
    '/srv/share/acme/deep/er': 'dir',
    '/srv/share/acme/deep/er/plan': 'acme plan of day 1',
    '/srv/share/acme/empty': 'dir',
    '/srv/share/acme/zz link': 'symlink',
  })
  const { id: _, tree: _tree, ...fields } = first
  assert.deepEqual(fields, {
    time: '2026-11-01T02:00:00.123456789+01:00',
    paths: ['/srv'],
    hostname: 'files1',
    username: 'root',
    tags: ['nightly', own.mark],
    original: ids[0],
  })
  assert.deepEqual((await check(opened, { readData: true })).findings, [])
})

test('nothing of anybody else is in it: no blob, no tree, no name, no word', async (t) => {
  const { repository } = await shared(t)
  const { to } = await target(t, repository)
  await split(repository, to)
  const index = await to.refreshIndex()
  const snapshots = await to.listSnapshots()

  // Every blob belongs to a wanted file or to a tree of a snapshot.
  const needed = new Set<string>()
  for (const { tree } of snapshots) {
    needed.add(`tree ${tree}`)
    for await (const { path, node } of walkTree(to, tree)) {
      assert.notEqual(share({ host: 'files1', path, isFolder: node.type === 'dir' }), 'none', path)
      for (const id of node.content ?? []) needed.add(`data ${id}`)
      if (node.subtree !== undefined) needed.add(`tree ${node.subtree}`)
    }
  }
  const present = new Set<string>()
  for (const pack of index.packs()) {
    for (const { id, type } of index.blobsOf(pack)) {
      present.add(`${type} ${id}`)
      assert.doesNotMatch((await to.readBlob(id, type)).toString(), /secret/)
    }
  }
  assert.deepEqual(present, needed)

  // And no file of the repository says more than the index.
  for await (const { id } of to.storage.list('data')) assert.ok([...index.packs()].includes(id as never))
  for (const kind of ['snapshots', 'index'] as const) {
    for await (const { id } of to.storage.list(kind)) {
      const json = await loadUnpacked(to.storage, unitCipher(to.masterKey), kind, id)
      assert.doesNotMatch(json.toString(), /secret/)
    }
  }
  // The source holds what was looked for.
  const [source] = await repository.listSnapshots()
  assert.ok(
    source && Object.keys(await listing(repository, source.tree)).some((path) => path.includes('secret')),
  )
})

test('unchanged subtrees keep their trees and are there once; a second run finds nothing to do', async (t) => {
  const { repository } = await shared(t)
  const { to } = await target(t, repository)
  await split(repository, to)
  const [source] = await repository.listSnapshots()
  const [copy] = await to.listSnapshots()
  assert.ok(source && copy)
  const subtree = async (from: Repository, tree: typeof source.tree, wanted: string) => {
    for await (const { path, node } of walkTree(from, tree)) if (path === wanted) return node.subtree
    return undefined
  }
  const deep = '/srv/share/acme/deep'
  assert.equal(await subtree(to, copy.tree, deep), await subtree(repository, source.tree, deep))
  const index = await to.refreshIndex()
  const all = [...index.packs()].flatMap((pack) => index.blobsOf(pack).map(({ type, id }) => type + id))
  assert.equal(new Set(all).size, all.length)

  const again = await split(repository, to)
  assert.deepEqual([again.split, again.skipped.length, again.moved.blobs], [[], 2, 0])
})

test('a dry run needs no target, counts the same and writes nothing', async (t) => {
  const { repository } = await shared(t)
  const preview = await split(repository, undefined)
  const { to } = await target(t, repository)
  const done = await split(repository, to)
  assert.equal(preview.split.length, done.split.length)
  assert.equal(preview.moved.blobs, done.moved.blobs)
})

test('only the folder of the same split is filled further', async (t) => {
  const { repository, place } = await shared(t)
  await assert.rejects(
    openSplitTarget(repository, localStorage(place), { ...own, password }),
    refusal('repository-exists', /key of the source/),
  )
  const stranger = await shared(t)
  await assert.rejects(
    openSplitTarget(repository, localStorage(stranger.place), { ...own, password }),
    refusal('repository-exists', /not marked "tenant:acme"/),
  )
  const { storage, to } = await target(t, repository)
  await split(repository, to)
  await assert.rejects(
    openSplitTarget(repository, storage, { ...own, mark: 'tenant:other' }),
    refusal('repository-exists', /tenant:other/),
  )
  await assert.rejects(openSplitTarget(repository, storage, { ...own, password }), refusal('wrong-password'))
  await openSplitTarget(repository, storage, own)
})

test('killed before any of its changes the target is whole, and the next run completes', async (t) => {
  const { repository } = await shared(t)
  const { to: whole } = await target(t, repository)
  await split(repository, whole)
  const expected = (await whole.listSnapshots()).map(({ tree }) => tree)
  for (let lifetime = 0; ; lifetime += 1) {
    const { storage, to } = await target(t, repository)
    const isDone = await split(repository, { ...to, storage: mortal(storage, lifetime) }).then(
      () => true,
      () => false,
    )
    for (const { id } of await Array.fromAsync(storage.list('locks'))) await storage.remove('locks', id)
    const opened = await openRepository(storage, { password: own.password })
    const { findings } = await check(opened, { readData: true })
    assert.deepEqual(
      findings.filter(({ severity }) => severity === 'error'),
      [],
    )
    const again = await openSplitTarget(repository, storage, own)
    await split(repository, again)
    assert.deepEqual(
      (await again.listSnapshots()).map(({ tree }) => tree),
      expected,
    )
    if (isDone) {
      assert.ok(lifetime > 6)
      return
    }
  }
})
