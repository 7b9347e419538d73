import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { chmodSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { suite, test } from 'node:test'

import fc from 'fast-check'

import { unitCipher } from '../crypto/index.ts'
import { blobId, type PackId, sha256 } from '../id.ts'
import { decodeIndex } from '../index/index.ts'
import { lockRepository, type RepositoryLock, unlock } from '../locks/index.ts'
import { openRepository } from '../open-repository.ts'
import { forge, forgeIndex, nodeNamed, password, refusal } from '../small-repository.fixture.ts'
import { encodeSnapshot } from '../snapshot/index.ts'
import { localStorage } from '../storage/index.ts'
import { loadUnpacked, storeUnpacked } from '../unpacked.ts'
import { contentsOf, drop, hintsOf, historyOf, mortal, packOf } from './history.fixture.ts'
import { prune, pruneLocked } from './prune.ts'

const strict = { maxUnused: { bytes: 0 } }
const clean = [
  { client: 1, contents: ['a', 'b', 'c'] },
  { client: 1, contents: ['b', 'd'] },
  { client: 1, contents: ['e', 'f'] },
]
/** Two clients at once: every blob they share is there twice. */
const doubled = [
  { client: 1, contents: ['a', 'b', 'c'] },
  { client: 2, contents: ['a', 'b', 'x'] },
  { client: 3, contents: ['c', 'x', 'y'] },
]

test('unused blobs go, partly used packs are copied, what is left restores, and nothing is left to do', async (t) => {
  const history = await historyOf(t, clean)
  await drop(history, 0, 2)
  const expected = await contentsOf(history.place)
  const result = await prune(history.repository, strict)
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
  // a, c of the first with two trees; e, f of the third with two trees.
  assert.deepEqual([result.unused.blobs, result.duplicate.blobs, result.used.blobs], [8, 0, 4])
  assert.equal(result.removed.blobs, 8)
  const index = await history.repository.loadIndex()
  assert.deepEqual([index.count, [...index.packs()].length], [4, result.packs.after])

  const again = await prune(history.repository, strict)
  assert.deepEqual(
    [again.unused.blobs, again.removedPacks, again.indexFiles],
    [0, 0, { written: 0, removed: 0 }],
  )
})

test('copies that are there twice go, whichever client wrote them', async (t) => {
  const history = await historyOf(t, doubled)
  const expected = await contentsOf(history.place)
  const result = await prune(history.repository, strict)
  assert.equal(result.duplicate.blobs, 4)
  const index = await history.repository.refreshIndex()
  assert.equal(index.count, result.used.blobs)
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
})

test('a dry run says the same and changes nothing', async (t) => {
  const history = await historyOf(t, [...clean, ...doubled])
  await drop(history, 0, 2, 4)
  const { storage } = history.repository
  const names = async () => (await Array.fromAsync(storage.list('data'))).map(({ id }) => id).sort()
  const before = await names()
  const preview = await prune(history.repository, { ...strict, dryRun: true })
  const [, next] = history.snapshots
  const later = await prune(history.repository, { ...strict, dryRun: true, without: next ? [next.id] : [] })
  assert.deepEqual([later.snapshots, later.used.blobs < preview.used.blobs], [preview.snapshots - 1, true])
  assert.deepEqual(await names(), before)
  const { used, unused, duplicate, repacked, removed } = await prune(history.repository, strict)
  assert.deepEqual(
    [preview.used, preview.unused, preview.duplicate, preview.repacked, preview.removed],
    [used, unused, duplicate, repacked, removed],
  )
})

test('packs that no index names go', async (t) => {
  const history = await historyOf(t, clean)
  const { storage } = history.repository
  const index = await history.repository.loadIndex()
  const left = await drop(history, 2)
  // The third backup was interrupted before its index: nothing of the others' is in its packs.
  const needed = new Set<string>()
  let lost = 0
  for (const { tree } of left) for (const { pack } of index.locations(tree)) needed.add(pack)
  for (const { id } of await Array.fromAsync(storage.list('index'))) {
    const packs = decodeIndex(
      await loadUnpacked(storage, unitCipher(history.repository.masterKey), 'index', id),
    )
    if (packs.some(({ pack }) => needed.has(pack))) continue
    await storage.remove('index', id)
    lost += packs.length
  }
  assert.ok((await hintsOf(history.place)).includes('pack-not-indexed'))
  const expected = await contentsOf(history.place)
  const { orphaned } = await prune(history.repository, strict)
  assert.ok(lost > 1)
  assert.equal(orphaned.packs, lost)
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
})

suite('prune refuses before it changes anything', () => {
  test('when a needed blob is in no index file', async (t) => {
    const { repository, place } = await historyOf(t, clean)
    const { storage } = repository
    const [file] = await Array.fromAsync(storage.list('index'))
    await storage.remove('index', file?.id ?? '')
    const before = await Array.fromAsync(storage.list('data'))
    await assert.rejects(prune(repository, strict), refusal('missing-object', /no index file names/))
    assert.deepEqual(await Array.fromAsync(localStorage(place).list('data')), before)
  })

  test('when a needed pack is absent or has another size', async (t) => {
    for (const harm of ['remove', 'truncate'] as const) {
      const history = await historyOf(t, clean)
      await drop(history, 0)
      const index = await history.repository.loadIndex()
      const [needed] = index.locations(blobId(sha256(Buffer.from('d'))))
      const pack = needed?.pack ?? ''
      const path = join(history.place, 'data', pack.slice(0, 2), pack)
      chmodSync(path, 0o600)
      if (harm === 'remove') rmSync(path)
      else truncateSync(path, 50)
      const before = await Array.fromAsync(history.repository.storage.list('data'))
      await assert.rejects(
        prune(history.repository, strict),
        refusal(harm === 'remove' ? 'missing-object' : 'damaged', /nothing was removed/),
      )
      assert.deepEqual(await Array.fromAsync(history.repository.storage.list('data')), before)
    }
  })

  test('when a snapshot or a directory cannot be read', async (t) => {
    const { repository, place } = await historyOf(t, clean)
    const { storage, masterKey } = repository
    const lost = encodeSnapshot({ time: '2026-11-23T04:05:06Z', tree: blobId('ee'.repeat(32)), paths: ['/'] })
    const id = await storeUnpacked(storage, unitCipher(masterKey), 'snapshots', lost, { version: 2 })
    await assert.rejects(prune(repository, strict), refusal('missing-object', /tree ee/))
    await storage.remove('snapshots', id)
    writeFileSync(join(place, 'snapshots', 'ff'.repeat(32)), 'junk')
    await assert.rejects(prune(repository, strict), refusal('damaged'))
  })

  test('while anybody works in the repository', async (t) => {
    const { repository } = await historyOf(t, clean)
    await using _lock = await lockRepository(repository, { exclusive: false })
    await assert.rejects(prune(repository, strict), refusal('locked'))
    await prune(repository, { ...strict, dryRun: true })
  })
})

test('a damaged copy never makes the whole one go', async (t) => {
  // Whichever of both copies is damaged, and wherever the blob would stay.
  for (const which of [0, 1]) {
    const history = await historyOf(t, [
      { client: 1, contents: ['shared', 'a', 'b'] },
      { client: 2, contents: ['shared', 'x'] },
    ])
    const index = await history.repository.loadIndex()
    const shared = [...index.packs()].flatMap((pack) => index.blobsOf(pack)).map(({ id }) => id)
    const twice = shared.find((id, at) => shared.indexOf(id) !== at)
    const place = index.locations(blobId(twice ?? ''))[which]
    assert.ok(place)
    damage(join(history.place, 'data', place.pack.slice(0, 2), place.pack), place.offset + 20)
    const expected = await contentsOf(history.place)
    await prune(history.repository, strict)
    assert.deepEqual(await contentsOf(history.place), expected, `copy ${which}`)
    assert.deepEqual(await hintsOf(history.place), [])
  }
})

test('when every copy is damaged nothing goes', async (t) => {
  const history = await historyOf(t, doubled)
  const index = await history.repository.loadIndex()
  const all = [...index.packs()].flatMap((pack) => index.blobsOf(pack)).map(({ id }) => id)
  const twice = blobId(all.find((id, at) => all.indexOf(id) !== at) ?? '')
  for (const { pack, offset } of index.locations(twice))
    damage(join(history.place, 'data', pack.slice(0, 2), pack), offset + 20)
  const before = await Array.fromAsync(history.repository.storage.list('data'))
  await assert.rejects(prune(history.repository, strict), refusal('damaged', /None of the 2 copies/))
  assert.deepEqual(await Array.fromAsync(history.repository.storage.list('data')), before)
})

test('a pack that nobody needs may be absent or broken: it goes from the index', async (t) => {
  const history = await historyOf(t, clean)
  await drop(history, 2)
  const index = await history.repository.loadIndex()
  const expected = await contentsOf(history.place)
  await forgeIndex(history.repository, [
    {
      pack: 'dd'.repeat(32) as PackId,
      blobs: [{ id: blobId('cc'.repeat(32)), type: 'data', offset: 0, length: 50, uncompressedLength: 10 }],
    },
  ])
  const result = await prune(history.repository, strict)
  assert.equal(result.absentPacks, 1)
  assert.ok(index.count > 0)
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
})

test('a pack in two index files is named once afterwards, with all its blobs', async (t) => {
  const history = await historyOf(t, clean)
  const index = await history.repository.loadIndex()
  const [pack] = index.packs()
  assert.ok(pack)
  await forgeIndex(history.repository, [{ pack, blobs: index.blobsOf(pack).slice(0, 1) }])
  const expected = await contentsOf(history.place)
  await prune(history.repository, strict)
  const { storage } = history.repository
  assert.equal((await Array.fromAsync(storage.list('index'))).length, 1, 'small files are put together')
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
})

test('unused data within the limit stays, beyond it goes, at most as much as may be copied', async (t) => {
  const history = await historyOf(t, [])
  const contents = ['k', 'l', 'm', 'u'].map((letter) => letter + randomBytes(10_000).toString('hex'))
  await packOf(history.repository, contents)
  const client = forge(history.repository)
  const files = contents.slice(0, 3).map((content, at) => {
    const id = blobId(sha256(Buffer.from(content)))
    return nodeNamed(`file ${at}`, 'file', { content: [id], size: content.length })
  })
  await client.snapshot(await client.tree(files))
  const tolerant = await prune(history.repository, { maxUnused: 'unlimited' })
  assert.deepEqual([tolerant.repacked.packs, tolerant.unused.blobs], [0, 1])
  const half = await prune(history.repository, { maxUnused: { share: 0.5 }, dryRun: true })
  assert.equal(half.repacked.packs, 0)
  const capped = await prune(history.repository, { ...strict, maxRepackBytes: 10 })
  assert.deepEqual([capped.repacked.packs, capped.unused.blobs], [0, 1])
  const strictly = await prune(history.repository)
  assert.deepEqual([strictly.repacked.packs, strictly.unusedLeft], [1, 0])
})

test('small packs become few when that is asked for', async (t) => {
  const history = await historyOf(
    t,
    Array.from({ length: 12 }, (_, at) => ({ client: 1, contents: [`${at}`] })),
  )
  const expected = await contentsOf(history.place)
  assert.equal((await prune(history.repository, {})).repacked.packs, 0)
  const result = await prune(history.repository, { repackSmall: true })
  assert.ok(result.packs.after <= 4, `${result.packs.after} packs`)
  assert.deepEqual(await contentsOf(history.place), expected)
  assert.deepEqual(await hintsOf(history.place), [])
  assert.equal((await prune(history.repository, { repackSmall: true })).repacked.packs, 0)
})

test('killed before any of its changes the repository is whole, and the next prune completes', async (t) => {
  for (let lifetime = 0; ; lifetime += 1) {
    const history = await historyOf(t, [...clean, ...doubled])
    await drop(history, 0, 2, 4)
    const expected = await contentsOf(history.place)
    const storage = mortal(localStorage(history.place), lifetime)
    const victim = await openRepository(storage, { password }).catch(() => undefined)
    const isDone = await (victim === undefined ? Promise.reject(new Error()) : prune(victim, strict)).then(
      () => true,
      () => false,
    )
    assert.deepEqual(await contentsOf(history.place), expected, `killed at change ${lifetime}`)
    await unlock(history.repository, { removeAll: true })
    await hintsOf(history.place)
    await prune(history.repository, strict)
    assert.deepEqual(await contentsOf(history.place), expected, `pruned after change ${lifetime}`)
    assert.deepEqual(await hintsOf(history.place), [])
    const index = await history.repository.refreshIndex()
    assert.equal(index.count, (await prune(history.repository, strict)).used.blobs)
    if (isDone) {
      assert.ok(lifetime > 10, `only ${lifetime} changes were tried`)
      return
    }
  }
})

/** Each lock waits 200 ms for others; nobody else is there. */
const unlocked: RepositoryLock = {
  assertHeld: () => Promise.resolve(),
  [Symbol.asyncDispose]: () => Promise.resolve(),
}

test('whatever backups there were and whichever go, all others stay whole and only they', async (t) => {
  const content = fc.constantFrom('', 'a', 'b', 'c', 'd', 'long '.repeat(500))
  const backups = fc.array(
    fc.record({ client: fc.integer({ min: 1, max: 3 }), contents: fc.array(content, { maxLength: 5 }) }),
    { minLength: 1, maxLength: 5 },
  )
  const options = fc.record(
    {
      maxUnused: fc.constantFrom('unlimited' as const, { bytes: 0 }, { share: 0.3 }),
      maxRepackBytes: fc.constantFrom(0, 500, 1e9),
      repackSmall: fc.boolean(),
      repackCacheableOnly: fc.boolean(),
    },
    { requiredKeys: [] },
  )
  await fc.assert(
    fc.asyncProperty(backups, fc.infiniteStream(fc.boolean()), options, async (planned, goes, chosen) => {
      const history = await historyOf(t, planned)
      await drop(history, ...planned.flatMap((_, at) => (goes.next().value === true ? [at] : [])))
      const expected = await contentsOf(history.place)
      await pruneLocked(history.repository, unlocked, chosen)
      assert.deepEqual(await contentsOf(history.place), expected)
      await hintsOf(history.place)
      const result = await pruneLocked(history.repository, unlocked, strict)
      assert.deepEqual(await contentsOf(history.place), expected)
      assert.deepEqual(await hintsOf(history.place), [])
      assert.equal((await history.repository.refreshIndex()).count, result.used.blobs)
      assert.equal(result.snapshots, expected.size)
    }),
    { numRuns: 25 },
  )
})

function damage(path: string, at: number): void {
  chmodSync(path, 0o600)
  const bytes = readFileSync(path)
  bytes[at] = (bytes[at] ?? 0) ^ 1
  writeFileSync(path, bytes)
}
