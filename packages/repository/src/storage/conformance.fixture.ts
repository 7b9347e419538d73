import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { type TestContext, test } from 'node:test'

import type { RepositoryError } from '../error.ts'
import { sha256 } from '../id.ts'
import { refusal } from '../small-repository.fixture.ts'
import { type FileKind, fileKinds, type Storage } from './storage.ts'

/** What a place that is tested can do; everything else is demanded of all. */
export interface StorageTraits {
  /** Of many writers at the same moment exactly one wins. */
  readonly atomicWriteOnce: boolean
  /** Files can be removed; append-only places refuse all but locks. */
  readonly canRemove: boolean
}

/** An empty repository place and a way to put foreign files into it, where there is one. */
export interface StorageUnderTest {
  readonly storage: Storage
  /** Writes a file of any name below the repository's root, past the storage. */
  readonly plant?: (path: string, bytes: Uint8Array) => Promise<void> | void
  /** The same place with a signal of its own. */
  readonly withSignal?: ((signal: AbortSignal) => Storage) | undefined
}

/**
 * What every back end has to keep, run against a real place. `open` gives an empty one for each test, or the
 * same place again as long as names are new: every test uses names of its own.
 */
export function storageConformance(
  name: string,
  open: (t: TestContext) => Promise<StorageUnderTest>,
  traits: StorageTraits,
  skip: string | false = false,
): void {
  const check = (title: string, run: (under: StorageUnderTest) => Promise<void>): void => {
    void test(`${name}: ${title}`, { skip }, async (t) => run(await open(t)))
  }
  const leave = async ({ storage }: StorageUnderTest, kind: FileKind, id: string): Promise<void> => {
    if (traits.canRemove || kind === 'locks') await storage.remove(kind, id)
  }

  check('every kind is written, listed, measured, read and removed', async (under) => {
    const { storage } = under
    for (const kind of fileKinds) {
      const { id, bytes } = kind === 'config' ? { ...file(155), id: 'config' } : file(155)
      assert.equal(await storage.stat(kind, id), undefined)
      await assert.rejects(storage.read(kind, id), refusal('missing-object'))
      await storage.write(kind, id, [bytes.subarray(0, 4), new Uint8Array(), bytes.subarray(4)])
      assert.equal(await sizeIn(storage, kind, id), 155)
      assert.deepEqual(await storage.stat(kind, id), { size: 155 })
      assert.ok((await storage.read(kind, id)).equals(bytes))
      assert.ok((await storage.read(kind, id, { offset: 3, length: 40 })).equals(bytes.subarray(3, 43)))
      if (!traits.canRemove && kind !== 'locks') {
        await assert.rejects(storage.remove(kind, id), refusal('access-denied'))
        assert.ok((await storage.read(kind, id)).equals(bytes))
        continue
      }
      await storage.remove(kind, id)
      await storage.remove(kind, id)
      assert.equal(await storage.stat(kind, id), undefined)
      assert.equal(await sizeIn(storage, kind, id), undefined)
      await assert.rejects(storage.read(kind, id), refusal('missing-object'))
    }
  })

  check('a file is written once; a second write changes nothing', async (under) => {
    const { storage } = under
    for (const kind of ['data', 'index', 'keys', 'snapshots', 'locks'] as const) {
      const { id, bytes } = file(2_000)
      await storage.write(kind, id, bytes)
      for (const other of [randomBytes(2_000), randomBytes(10), bytes])
        await assert.rejects(storage.write(kind, id, other), refusal('write-failed', /exists/))
      assert.ok((await storage.read(kind, id)).equals(bytes))
      await leave(under, kind, id)
    }
  })

  check('of many writers of one name one wins, and its bytes are whole', async (under) => {
    const { storage } = under
    const { id, bytes } = file(100_000)
    const results = await Promise.allSettled(
      Array.from({ length: 8 }, () => storage.write('locks', id, bytes)),
    )
    const winners = results.filter(({ status }) => status === 'fulfilled').length
    assert.ok(traits.atomicWriteOnce ? winners === 1 : winners >= 1, `${winners} writers won`)
    assert.ok((await storage.read('locks', id)).equals(bytes))
    await leave(under, 'locks', id)
  })

  check('a large file comes back whole, from the middle and to its last byte', async (under) => {
    const { storage } = under
    const size = 20 * 1024 * 1024 + 7
    const { id, bytes } = file(size)
    await storage.write('data', id, slices(bytes, 3_000_001))
    assert.deepEqual(await storage.stat('data', id), { size })
    assert.ok((await storage.read('data', id)).equals(bytes))
    for (const [offset, length] of [
      [0, 1],
      [1, 131_072],
      [1_000_000, 9_000_000],
      [size - 1, 1],
      [0, size],
    ] as const) {
      const part = await storage.read('data', id, { offset, length })
      assert.ok(part.equals(bytes.subarray(offset, offset + length)), `${offset}+${length}`)
    }
    await leave(under, 'data', id)
  })

  check('a range the file does not have is damaged and allocates nothing', async (under) => {
    const { storage } = under
    const { id, bytes } = file(10)
    for (const kind of ['data', 'index'] as const) {
      await storage.write(kind, id, bytes)
      const before = process.memoryUsage().arrayBuffers
      for (const [offset, length] of [
        [0, 11],
        [10, 1],
        [11, 0],
        [11, 5],
        [0xffff_ffff, 0xffff_ffff],
        [-1, 5],
        [5, -1],
      ] as const)
        await assert.rejects(
          storage.read(kind, id, { offset, length }),
          refusal('damaged'),
          `${offset}+${length}`,
        )
      assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000)
      assert.equal((await storage.read(kind, id, { offset: 10, length: 0 })).length, 0)
      assert.equal((await storage.read(kind, id, { offset: 0, length: 0 })).length, 0)
      await leave(under, kind, id)
    }
    await assert.rejects(
      storage.read('data', file(1).id, { offset: 0, length: 0 }),
      refusal('missing-object'),
    )
    await assert.rejects(
      storage.read('data', file(1).id, { offset: 0, length: 9 }),
      refusal('missing-object'),
    )
  })

  check('an empty file is a file', async (under) => {
    const { storage } = under
    const id = sha256(new Uint8Array())
    await storage.write('locks', id, [])
    assert.deepEqual(await storage.stat('locks', id), { size: 0 })
    assert.equal((await storage.read('locks', id)).length, 0)
    assert.equal(await sizeIn(storage, 'locks', id), 0)
    await leave(under, 'locks', id)
  })

  check('lists are complete, and many requests at once do not disturb each other', async (under) => {
    const { storage } = under
    const files = Array.from({ length: 60 }, (_, at) => file(1 + at * 100))
    await Promise.all(files.map(({ id, bytes }) => storage.write('snapshots', id, bytes)))
    const listed = new Map(
      (await Array.fromAsync(storage.list('snapshots'))).map(({ id, size }) => [id, size]),
    )
    for (const { id, bytes } of files) assert.equal(listed.get(id), bytes.length)
    const read = await Promise.all(files.map(({ id }) => storage.read('snapshots', id)))
    for (const [at, { bytes }] of files.entries()) assert.ok(read[at]?.equals(bytes))
    for (const { id } of files) await leave(under, 'snapshots', id)
  })

  check('names that are no ids are refused before anything is asked', async ({ storage }) => {
    const id = 'ab'.repeat(32)
    const names = [
      '',
      'ab',
      '../config',
      '/etc/passwd',
      `${id}x`,
      id.toUpperCase(),
      `${id}\0`,
      `${id.slice(3)}/..`,
    ]
    for (const name of names) {
      for (const kind of ['data', 'keys', 'locks'] as const) {
        await assert.rejects(
          async () => storage.write(kind, name, randomBytes(3)),
          refusal('invalid-argument'),
        )
        await assert.rejects(async () => storage.read(kind, name), refusal('invalid-argument'))
        await assert.rejects(async () => storage.remove(kind, name), refusal('invalid-argument'))
        await assert.rejects(async () => storage.stat(kind, name), refusal('invalid-argument'))
      }
    }
  })

  check('foreign names are not listed', async (under) => {
    const { storage, plant } = under
    if (plant === undefined) return
    const { id, bytes } = file(9)
    await storage.write('snapshots', id, bytes)
    const { id: pack } = file(9)
    await storage.write('data', pack, bytes)
    for (const name of [
      'README',
      `${id}-tmp-0123456789ab`,
      '.nfs0001',
      'äöü €',
      'a b',
      id.toUpperCase(),
      id.slice(1),
    ]) {
      await plant(`snapshots/${name}`, bytes)
      await plant(`data/${pack.slice(0, 2)}/${name}`, bytes)
    }
    for (const [kind, own] of [
      ['snapshots', id],
      ['data', pack],
    ] as const) {
      const listed = (await Array.fromAsync(storage.list(kind))).map((entry) => entry.id)
      assert.ok(listed.includes(own))
      assert.ok(
        listed.every((name) => /^[0-9a-f]{64}$/.test(name)),
        listed.join(' '),
      )
    }
  })

  check('a stopped storage stops', async ({ storage, withSignal }) => {
    if (withSignal === undefined) return
    const { id, bytes } = file(3_000_000)
    await storage.write('locks', id, bytes)
    const before = new AbortController()
    before.abort()
    await assert.rejects(withSignal(before.signal).read('locks', id), refusal('aborted'))

    const during = new AbortController()
    const stopped = withSignal(during.signal)
    await stopped.stat('locks', id)
    const works = Array.from({ length: 20 }, () => stopped.read('locks', id))
    const all = Promise.allSettled(works)
    await Promise.race(works)
    during.abort()
    const outcomes = await all
    assert.ok(outcomes.some(({ status }) => status === 'rejected'))
    for (const outcome of outcomes) {
      if (outcome.status === 'rejected') assert.equal((outcome.reason as RepositoryError).code, 'aborted')
    }
    await assert.rejects(stopped.write('locks', file(5).id, randomBytes(5)), refusal('aborted'))
    // Whoever stops takes back the lock.
    await stopped.remove('locks', id)
    assert.equal(await storage.stat('locks', id), undefined)
  })
}

/** Random bytes under their honest name. */
export function file(size: number): { id: string; bytes: Buffer } {
  const bytes = randomBytes(size)
  return { id: sha256(bytes), bytes }
}

async function sizeIn(storage: Storage, kind: FileKind, id: string): Promise<number | undefined> {
  for await (const entry of storage.list(kind)) if (entry.id === id) return entry.size
  return undefined
}

function slices(bytes: Buffer, length: number): Buffer[] {
  const pieces: Buffer[] = []
  for (let at = 0; at < bytes.length; at += length) pieces.push(bytes.subarray(at, at + length))
  return pieces
}
