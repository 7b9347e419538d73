import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import {
  backup,
  check,
  forget,
  initRepository,
  localStorage,
  openRepository,
  prune,
  type Repository,
  restore,
} from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-at-once-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const kdf = { N: 1024, r: 8, p: 1 }

interface Ended {
  readonly status: number | null
  readonly stderr: string
}

/** One of our programs that a test can run beside others. */
function child(program: string, ...args: readonly string[]): ChildProcess {
  const file = fileURLToPath(new URL(program, import.meta.url))
  return spawn(process.execPath, [file, ...args], { stdio: ['ignore', 'pipe', 'pipe'] })
}

function stockRestic(place: string, ...args: readonly string[]): ChildProcess {
  const env = { ...process.env, RESTIC_PASSWORD: password }
  return spawn('restic', ['--no-cache', '-r', place, ...args], { env, stdio: ['ignore', 'pipe', 'pipe'] })
}

async function ended(running: ChildProcess): Promise<Ended> {
  let stderr = ''
  running.stderr?.on('data', (text) => (stderr += String(text)))
  running.stdout?.resume()
  const [status] = (await once(running, 'close')) as [number | null]
  return { status, stderr }
}

/** Some files of its own, and some that all of them have. */
function sourceOf(name: string, shared: readonly Buffer[]): string {
  const place = join(folder, name)
  mkdirSync(place)
  for (const [at, bytes] of shared.entries()) writeFileSync(join(place, `shared ${at}`), bytes)
  for (let at = 0; at < 12; at += 1) writeFileSync(join(place, `own ${at}`), randomBytes(700_000))
  return place
}

test('two of ours and a stock restic back up into one repository at once', { skip }, async () => {
  const place = join(folder, 'writers')
  await initRepository(localStorage(place), { password, kdf })
  const shared = Array.from({ length: 8 }, () => randomBytes(900_000))
  const sources = ['first', 'second', 'third'].map((name) => sourceOf(name, shared))
  const [first = '', second = '', third = ''] = sources
  const results = await Promise.all([
    ended(child('backup-child.ts', place, first)),
    ended(child('backup-child.ts', place, second)),
    ended(stockRestic(place, 'backup', third)),
  ])
  for (const { status, stderr } of results) assert.equal(status, 0, stderr)
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)

  const repository = await openRepository(localStorage(place), { password })
  const snapshots = await repository.listSnapshots()
  assert.deepEqual(snapshots.map(({ paths }) => paths[0] ?? '').sort(), sources.toSorted())
  for (const [at, snapshot] of snapshots.entries()) {
    const target = join(folder, `target ${at}`)
    const { problems, badCopies } = await restore(repository, snapshot, { target })
    assert.deepEqual([problems, badCopies], [[], []])
    const [path = ''] = snapshot.paths
    assert.deepEqual(folderPicture(join(target, path)), folderPicture(path))
  }
  assert.deepEqual((await check(repository, { readData: true })).findings, [])
  // What both wrote at the same time is there twice until a prune: it must know.
  await prune(repository, { maxUnused: { bytes: 0 } })
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
})

async function prunable(name: string): Promise<{ place: string; repository: Repository }> {
  const [place, source] = [join(folder, name), join(folder, `${name} source`)]
  mkdirSync(source)
  const repository = await initRepository(localStorage(place), { password, kdf })
  for (let round = 0; round < 4; round += 1) {
    writeFileSync(join(source, `file ${round % 2}`), randomBytes(400_000))
    await backup(repository, { paths: [source], hostname: 'files1' })
  }
  const [oldest] = await repository.listSnapshots()
  assert.ok(oldest)
  await forget(repository, { ids: [oldest.id] })
  return { place, repository }
}

test(
  'while one prune works, a second one, a backup and a stock prune are refused with a clear error',
  { skip },
  async () => {
    const { place, repository } = await prunable('busy')
    const { promise: mayGoOn, resolve: goOn } = Promise.withResolvers<undefined>()
    const { promise: isAtWork, resolve: atWork } = Promise.withResolvers<undefined>()
    const { storage } = repository
    const slow: Repository = {
      ...repository,
      storage: {
        ...storage,
        async remove(kind, id) {
          if (kind !== 'locks') {
            atWork(undefined)
            await mayGoOn
          }
          await storage.remove(kind, id)
        },
      },
    }
    const first = prune(slow, { maxUnused: { bytes: 0 } })
    await Promise.race([isAtWork, first])
    try {
      const others = [
        child('prune-child.ts', place),
        child('backup-child.ts', place, folder),
        stockRestic(place, 'prune'),
      ]
      for (const { status, stderr } of await Promise.all(others.map(ended))) {
        assert.notEqual(status, 0)
        assert.match(stderr, /locked exclusively|exclusively locked by .* \(process \d+\)|already locked/)
      }
    } finally {
      goOn(undefined)
    }
    assert.ok((await first).removedPacks > 0)
    assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
    assert.deepEqual(await ended(child('prune-child.ts', place)), { status: 0, stderr: '' })
  },
)

test(
  'prunes that begin at the same moment: never two at work, and whoever gives way says why',
  { skip },
  async () => {
    for (let round = 0; round < 2; round += 1) {
      const { place } = await prunable(`race ${round}`)
      const results = await Promise.all([1, 2, 3].map(() => ended(child('prune-child.ts', place))))
      for (const { status, stderr } of results)
        if (status !== 0) assert.match(stderr, /RepositoryError.*exclusively locked by/)
      assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
      const last = await ended(child('prune-child.ts', place))
      assert.equal(last.status, 0, last.stderr)
      assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
    }
  },
)
