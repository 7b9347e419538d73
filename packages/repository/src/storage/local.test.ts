import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { sha256 } from '../id.ts'
import { refusal, temporaryFolder } from '../small-repository.fixture.ts'
import { localStorage } from './local.ts'
import { type FileKind, fileKinds } from './storage.ts'

const id = 'ab'.repeat(32)
const bytes = Buffer.from('0123456789')

test('every kind is written, listed, measured, read and removed', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  for (const kind of fileKinds) {
    const name = kind === 'config' ? 'config' : id
    assert.deepEqual(await Array.fromAsync(storage.list(kind)), [])
    assert.equal(await storage.stat(kind, name), undefined)
    await storage.write(kind, name, [bytes.subarray(0, 4), bytes.subarray(4)])
    assert.deepEqual(await Array.fromAsync(storage.list(kind)), [{ id: name, size: 10 }])
    assert.deepEqual(await storage.stat(kind, name), { size: 10 })
    assert.deepEqual(await storage.read(kind, name), bytes)
    assert.deepEqual(await storage.read(kind, name, { offset: 3, length: 4 }), bytes.subarray(3, 7))
    await storage.remove(kind, name)
    await storage.remove(kind, name)
    await assert.rejects(localStorage(folder).read(kind, name), refusal('missing-object'))
  }
})

test('files lie where restic looks for them, read-only and without leftovers', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  await storage.write('data', id, bytes)
  await storage.write('snapshots', id, bytes)
  assert.deepEqual(readdirSync(join(folder, 'data')), ['ab'])
  assert.deepEqual(readdirSync(join(folder, 'data', 'ab')), [id])
  assert.deepEqual(readdirSync(join(folder, 'snapshots')), [id])
  assert.equal(statSync(join(folder, 'snapshots', id)).mode & 0o777, 0o400)
})

test('a file is written once; a second write changes nothing and leaves nothing behind', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  await storage.write('index', id, bytes)
  await assert.rejects(storage.write('index', id, Buffer.from('other')), refusal('write-failed', /exists/))
  assert.deepEqual(readFileSync(join(folder, 'index', id)), bytes)
  assert.deepEqual(readdirSync(join(folder, 'index')), [id])
})

test('of many writers of one name exactly one wins', async (t) => {
  const storage = localStorage(temporaryFolder(t))
  const results = await Promise.allSettled(
    Array.from({ length: 20 }, (_, at) => storage.write('locks', id, Buffer.alloc(1_000, at))),
  )
  assert.equal(results.filter(({ status }) => status === 'fulfilled').length, 1)
  const content = await storage.read('locks', id)
  assert.equal(new Set(content).size, 1)
})

const ranges = [
  { offset: 0, length: 11 },
  { offset: 10, length: 1 },
  { offset: 11, length: 0 },
  { offset: 0xffff_ffff, length: 0xffff_ffff },
  { offset: -1, length: 5 },
  { offset: 5, length: -1 },
]

test('a range beyond the end, or before the start, is damaged and allocates nothing', async (t) => {
  const storage = localStorage(temporaryFolder(t))
  for (const kind of ['data', 'index'] as const) {
    await storage.write(kind, id, bytes)
    const before = process.memoryUsage().arrayBuffers
    for (const range of ranges)
      await assert.rejects(storage.read(kind, id, range), refusal('damaged'), JSON.stringify(range))
    assert.ok(process.memoryUsage().arrayBuffers - before < 50_000_000)
    assert.equal((await storage.read(kind, id, { offset: 10, length: 0 })).length, 0)
  }
})

test('large and small ranges give the same bytes', async (t) => {
  const storage = localStorage(temporaryFolder(t))
  const large = randomBytes(600_000)
  await storage.write('data', sha256(large), large)
  for (const [offset, length] of [
    [0, 600_000],
    [1, 130_000],
    [1, 131_073],
    [599_999, 1],
  ] as const)
    assert.deepEqual(
      await storage.read('data', sha256(large), { offset, length }),
      large.subarray(offset, offset + length),
    )
})

test('a truncated file is damaged', async (t) => {
  const folder = temporaryFolder(t)
  await localStorage(folder).write('data', id, bytes)
  const path = join(folder, 'data', 'ab', id)
  chmodSync(path, 0o600)
  truncateSync(path, 4)
  const storage = localStorage(folder)
  await assert.rejects(storage.read('data', id, { offset: 2, length: 4 }), refusal('damaged', /ends before/))
  assert.deepEqual(await storage.stat('data', id), { size: 4 })
})

test('a pipe or a folder under the name of a file is an error, not a wait', { timeout: 5_000 }, async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  const other = 'cd'.repeat(32)
  mkdirSync(join(folder, 'data', 'ab'), { recursive: true })
  mkdirSync(join(folder, 'data', 'cd', other), { recursive: true })
  execFileSync('mkfifo', [join(folder, 'data', 'ab', id)])
  for (const length of [10, 1_000_000])
    await assert.rejects(storage.read('data', id, { offset: 0, length }), refusal('damaged'))
  await assert.rejects(storage.read('data', other), refusal('read-failed'))
  assert.deepEqual(await Array.fromAsync(storage.list('data')), [])
})

const noIds = [
  '',
  'ab',
  '../config',
  '/etc/passwd',
  `${id}x`,
  id.toUpperCase(),
  `${id.slice(2)}/.`,
  `${id}\0`,
  `../../${id}`.slice(0, 64),
]

test('names that are no ids touch nothing', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(join(folder, 'repository'))
  for (const name of noIds) {
    for (const kind of ['data', 'keys', 'locks'] as FileKind[]) {
      await assert.rejects(async () => storage.write(kind, name, bytes), refusal('invalid-argument'))
      await assert.rejects(async () => storage.read(kind, name), refusal('invalid-argument'))
      await assert.rejects(async () => storage.remove(kind, name), refusal('invalid-argument'))
      await assert.rejects(async () => storage.stat(kind, name), refusal('invalid-argument'))
    }
  }
  assert.deepEqual(readdirSync(folder), [])
})

test('foreign names, folders and half-written files are not listed', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  await storage.write('data', id, bytes)
  await storage.write('keys', id, bytes)
  for (const kind of ['data', 'keys', 'data/ab', 'data/zz']) {
    mkdirSync(join(folder, kind, 'cd'.repeat(32)), { recursive: true })
    for (const name of ['README', `${id}-tmp-0123456789ab`, '.nfs0001', id.toUpperCase()])
      writeFileSync(join(folder, kind, name), 'x')
  }
  symlinkSync('/nowhere', join(folder, 'keys', 'ef'.repeat(32)))
  for (const kind of ['data', 'keys'] as const)
    assert.deepEqual(await Array.fromAsync(storage.list(kind)), [{ id, size: 10 }])
})

test('the layout of old buckets is read and removed, never written', async (t) => {
  const folder = temporaryFolder(t)
  const storage = localStorage(folder)
  const other = 'cd'.repeat(32)
  for (const [place, kind] of [
    ['data', 'data'],
    ['key', 'keys'],
    ['snapshot', 'snapshots'],
    ['lock', 'locks'],
  ] as const) {
    mkdirSync(join(folder, place), { recursive: true })
    writeFileSync(join(folder, place, other), bytes)
    assert.deepEqual(await Array.fromAsync(storage.list(kind)), [{ id: other, size: 10 }])
    assert.deepEqual(await storage.read(kind, other, { offset: 1, length: 2 }), Buffer.from('12'))
    await storage.write(kind, id, bytes)
    assert.deepEqual(await storage.stat(kind, other), { size: 10 })
    await storage.remove(kind, other)
    assert.equal(existsSync(join(folder, place, other)), false)
  }
})
