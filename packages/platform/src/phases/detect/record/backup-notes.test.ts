import assert from 'node:assert/strict'
import { isUtf8 } from 'node:buffer'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type TestContext, test } from 'node:test'

import {
  backup,
  initRepository,
  localStorage,
  openRepository,
  type Repository,
  takeCensus,
} from '@anlauf/repository'
import fc from 'fast-check'

import {
  cheapCost,
  knownPolynomial,
  password,
  temporaryFolder,
} from '../../../../../repository/src/small-repository.fixture.ts'
import { seededRandom } from '../../../drill/random.ts'
import { changesBetween } from '../history/changes.ts'
import { realFiles } from '../real-files.fixture.ts'
import { sniff } from '../validators/index.ts'
import { decodeChunk } from './decode-chunk.ts'
import { buildFeatures, notesOfBackup, openFeatures, versionFeatures } from './index.ts'
import { observeBlob } from './observe-blob.ts'

const random = seededRandom(31)

/** A repository, and a folder of files beside it. */
async function furnished(t: TestContext, files: ReadonlyMap<string, Uint8Array>) {
  const folder = temporaryFolder(t)
  const [source, place] = [join(folder, 'source'), join(folder, 'repository')]
  mkdirSync(source)
  for (const [name, bytes] of files) writeFileSync(join(source, name), bytes)
  const options = { password, kdf: cheapCost, polynomial: knownPolynomial }
  return { folder, source, place, repository: await initRepository(localStorage(place), options) }
}

/** Every data blob's record as the repository's bytes give it. */
async function rebuilt(repository: Repository, ids: Iterable<string>): Promise<Map<string, string>> {
  const records = new Map<string, string>()
  for (const id of ids) {
    const blob = await repository.readBlob(id as Parameters<Repository['readBlob']>[0], 'data')
    records.set(id, Buffer.from(observeBlob(blob, takeCensus)).toString('hex'))
  }
  return records
}

test('what a backup notes is byte for byte what is rebuilt from the repository', async (t) => {
  const piece = fc.oneof(
    fc
      .uint8Array({ maxLength: 300 })
      .map((words) => Buffer.alloc(random.below(30_000), Buffer.from([1, ...words]))),
    fc.integer({ min: 0, max: 70_000 }).map((length) => random.bytes(length)),
    fc.string({ unit: 'grapheme', maxLength: 400 }).map((text) => Buffer.from(text.repeat(40))),
  )
  const contents = fc.array(
    fc.array(piece, { maxLength: 4 }).map((pieces) => Buffer.concat(pieces)),
    { minLength: 1, maxLength: 12 },
  )
  await fc.assert(
    fc.asyncProperty(contents, async (files) => {
      const named = new Map(files.map((bytes, at) => [`file-${at}`, bytes]))
      const { source, repository, folder } = await furnished(t, named)
      const noted = new Map<string, string>()
      const store = openFeatures(join(folder, 'features'), repository)
      const { observer } = notesOfBackup(store, assert.ifError)
      const onBlob: typeof observer.onBlob = (id, observed) => {
        noted.set(id, observed.toString('hex'))
        observer.onBlob(id, observed)
      }
      const { summary } = await backup(repository, { paths: [source], observer: { ...observer, onBlob } })
      assert.equal(noted.size, summary.dataBlobs)
      await repository.loadIndex()
      assert.deepEqual(noted, await rebuilt(repository, noted.keys()))
      for (const id of noted.keys()) assert.ok(store.chunk(id), 'it can be read')
      rmSync(folder, { recursive: true })
    }),
    { numRuns: 15 },
  )
})

test('in the threads too: large files, characters cut in two, and nothing is read back', async (t) => {
  const files = new Map<string, Buffer>([
    ['noise', random.bytes(9_000_000)],
    ['text', Buffer.from('größer als ein Stück – '.repeat(200_000))],
    ...(await realFiles(4)),
  ])
  const { source, repository, folder } = await furnished(t, files)
  const store = openFeatures(join(folder, 'features'), repository)
  {
    using notes = notesOfBackup(store, assert.ifError)
    await backup(repository, { paths: [source], observer: notes.observer })
  }
  const snapshots = await repository.listSnapshots()
  await repository.loadIndex()
  const later = openFeatures(join(folder, 'later'), repository)
  await buildFeatures(repository, later, snapshots)
  const [eager, ids] = [openFeatures(join(folder, 'features'), repository), new Set<string>()]
  for await (const id of blobsOf(repository, snapshots[0]?.tree)) ids.add(id)
  assert.ok(ids.size > files.size)
  for (const id of ids) assert.deepEqual(eager.chunk(id), later.chunk(id))
  const known = await changesBetween(repository, undefined, snapshots[0] ?? assert.fail(), {
    treesRead: 0,
    filesSeen: 0,
  })
  for (const file of known.added) {
    const bytes = files.get(basename(file.path)) ?? assert.fail(file.path)
    const features = versionFeatures(eager, file)
    assert.equal(features?.type, sniff(bytes)?.name ?? '', file.path)
    assert.equal(features?.isUtf8, isUtf8(bytes), file.path)
    assert.deepEqual([features?.head, features?.tail], [bytes.subarray(0, 64), bytes.subarray(-64)])
  }
  // Only what a check says is missing, and texts need none.
  const { bytesRead } = await buildFeatures(repository, eager, snapshots)
  assert.ok(bytesRead < [...files.values()].reduce((sum, { length }) => sum + length, 0) - 13_000_000)
})

async function* blobsOf(repository: Repository, tree: string | undefined): AsyncGenerator<string> {
  if (tree === undefined) return
  for (const node of await repository.readTree(tree as Parameters<Repository['readTree']>[0])) {
    yield* node.content ?? []
    yield* blobsOf(repository, node.subtree)
  }
}

test('records that cannot be written do not stop a backup, and are missed once', async (t) => {
  const { source, repository, folder } = await furnished(
    t,
    new Map([
      ['a', Buffer.from('a')],
      ['b', Buffer.from('b')],
    ]),
  )
  const problems: unknown[] = []
  const features = join(folder, 'features')
  const store = openFeatures(features, repository)
  rmSync(features, { recursive: true })
  {
    using notes = notesOfBackup(store, (error) => problems.push(error))
    const { problems: lost } = await backup(repository, { paths: [source], observer: notes.observer })
    assert.equal(lost, 0)
  }
  assert.equal(problems.length, 1)
  const broken = { module: new URL('file:///nowhere/observer.ts'), onBlob: assert.fail }
  writeFileSync(join(source, 'c'), 'c')
  assert.equal((await backup(repository, { paths: [source], observer: broken })).problems, 0)
})

test('killed at any moment: whatever was noted is true, the rest is measured later', async (t) => {
  const files = new Map(Array.from({ length: 600 }, (_, at) => [`file-${at}`, random.bytes(20_000)] as const))
  const { source, place, folder } = await furnished(t, files)
  const features = join(folder, 'features')
  const program = fileURLToPath(new URL('./backup-notes.killed.fixture.ts', import.meta.url))
  for (let moment = 0; moment < 4; moment += 1) {
    const child = spawn(process.execPath, [program, place, source, features], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    const ended = once(child, 'exit')
    await once(child.stdout, 'data')
    await sleep(moment * 60)
    child.kill('SIGKILL')
    await ended
  }
  const repository = await openRepository(localStorage(place), { password })
  await backup(repository, { paths: [source], force: true })
  const snapshots = await repository.listSnapshots()
  await repository.loadIndex()
  const store = openFeatures(features, repository)
  assert.equal(store.discarded, 0)
  await buildFeatures(repository, store, snapshots)
  const ids = new Set<string>()
  for (const { tree } of snapshots) for await (const id of blobsOf(repository, tree)) ids.add(id)
  assert.equal(ids.size, files.size)
  for (const [id, record] of await rebuilt(repository, ids))
    assert.deepEqual(store.chunk(id), decodeChunk(Buffer.from(record, 'hex')))
  assert.ok(readdirSync(features).length === 1)
})
