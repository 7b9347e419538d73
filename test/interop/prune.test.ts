import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { initRepository, localStorage, openRepository, prune, unlock } from '@anlauf/repository'

import { mortal } from '../../packages/repository/src/prune/history.fixture.ts'
import { cheapCost } from '../../packages/repository/src/small-repository.fixture.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { killAfter, killMoments, killsOfEachWork, lastsMsOf } from './kill-moments.ts'
import { seededRandom } from './seeded-random.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-prune-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const kills = killsOfEachWork
const seed = Number(process.env['ANLAUF_TEST_SEED'] ?? 20_261_124)
const random = seededRandom(seed)
const source = join(folder, 'source')
const template = join(folder, 'template')
/** What each kept snapshot holds. */
const truths = new Map<string, string[]>()

/**
 * Four backups of stock restic, files changing in between, and one that was killed before its index; the first
 * and the third are forgotten. Half of the bytes are then unused, in packs that also hold needed ones.
 */
before(async () => {
  if (skip !== false) return
  await initRepository(localStorage(template), { password, kdf: cheapCost })
  mkdirSync(source)
  const ids: string[] = []
  for (let backup = 0; backup < 4; backup += 1) {
    for (let file = 0; file < 40; file += 1) {
      const path = join(source, `file ${file}`)
      // Some files change, some grow, some stay.
      if (backup === 0 || file % 4 === backup) writeFileSync(path, random.bytes(random.below(900_000)))
      else if (file % 4 === 0) appendFileSync(path, random.bytes(100))
    }
    const output = restic(template, 'backup', '--json', '--host', 'files1', source)
    const summary = output.split('\n').find((line) => line.includes('"snapshot_id"')) ?? '{}'
    ids.push((JSON.parse(summary) as { snapshot_id: string }).snapshot_id)
    if (backup % 2 === 1) truths.set(ids[backup] ?? '', folderPicture(source))
  }
  restic(template, 'forget', ids[0] ?? '', ids[2] ?? '')
})

/** A repository of its own: files are never changed in place, so links do. */
function freshCopy(name: string): string {
  const place = join(folder, name)
  execFileSync('cp', ['-al', template, place])
  return place
}

/** Stock restic finds no error in any byte and restores every kept snapshot as it was. */
function assertWhole(place: string, when: string): void {
  restic(place, 'unlock', '--remove-all')
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/, when)
  for (const [id, truth] of truths) {
    const target = join(folder, 'target')
    restic(place, 'restore', id, '--target', target)
    assert.deepEqual(folderPicture(join(target, source)), truth, when)
    rmSync(target, { recursive: true })
  }
}

/** And nothing is left to do: no hint, no unused blob, no orphaned pack. */
function assertTidy(place: string, when: string): void {
  const output = restic(place, 'check')
  assert.match(output, /no errors were found/, when)
  assert.doesNotMatch(output, /not referenced|several indexes|duplicate|hint/i, when)
  assert.match(restic(place, 'prune', '--dry-run', '--max-unused', '0'), /to delete: +0 blobs/, when)
}

test(
  'what stock restic wrote, we prune; stock restic finds nothing wrong and nothing left to do',
  { skip },
  async () => {
    const place = freshCopy('whole')
    const repository = await openRepository(localStorage(place), { password })
    const predicted = restic(place, 'prune', '--dry-run', '--max-unused', '0')
    const preview = await prune(repository, { maxUnused: { bytes: 0 }, dryRun: true })
    assert.match(
      predicted,
      new RegExp(`this removes: +${preview.unused.blobs - blobsOfWholePacks(predicted)} blobs`),
    )
    const result = await prune(repository, { maxUnused: { bytes: 0 } })
    assert.ok(result.unused.bytes > 5_000_000 && result.repacked.packs > 0)
    assertWhole(place, 'after a whole prune')
    assertTidy(place, 'after a whole prune')
  },
)

/** restic counts blobs of packs that go whole apart from those of packs that it copies. */
function blobsOfWholePacks(output: string): number {
  return Number(/to delete: +(\d+) blobs/.exec(output)?.[1] ?? 0)
}

test(
  `killed at ${kills} random moments, the repository is whole each time and the next prune completes`,
  { skip },
  async () => {
    const lastsMs = await lastsMsOf(startPrune(freshCopy('timed')))
    const moments = killMoments(random, lastsMs)
    let killed = 0
    for (let kill = 0; kill < kills; kill += 1) {
      const place = freshCopy(`killed ${kill}`)
      const waitMs = moments.next()
      if (await killAfter(startPrune(place), waitMs)) killed += 1
      else moments.cameTooLate(waitMs)
      const when = `kill ${kill} after ${waitMs} of ${Math.round(lastsMs)} ms, seed ${seed}`
      assertWhole(place, when)
      const repository = await openRepository(localStorage(place), { password })
      await prune(repository, { maxUnused: { bytes: 0 } })
      assertTidy(place, when)
      if (kill % 8 === 0) assertWhole(place, `pruned again after ${when}`)
      rmSync(place, { recursive: true })
    }
    assert.ok(killed > kills / 2, `only ${killed} of ${kills} were still at work`)
  },
)

test(
  'dead before any single change of the storage, the repository is whole each time',
  { skip },
  async () => {
    for (let lifetime = 1; ; lifetime += 1) {
      const place = freshCopy(`dead ${lifetime}`)
      const storage = mortal(localStorage(place), lifetime)
      const victim = await openRepository(storage, { password })
      const isDone = await prune(victim, { maxUnused: { bytes: 0 } }).then(
        () => true,
        () => false,
      )
      assertWhole(place, `dead before change ${lifetime}`)
      const repository = await openRepository(localStorage(place), { password })
      await unlock(repository, { removeAll: true })
      await prune(repository, { maxUnused: { bytes: 0 } })
      assertTidy(place, `dead before change ${lifetime}`)
      rmSync(place, { recursive: true })
      if (!isDone) continue
      assert.ok(lifetime >= 10, `only ${lifetime} changes`)
      return
    }
  },
)

function startPrune(place: string): ChildProcess {
  const child = fileURLToPath(new URL('prune-child.ts', import.meta.url))
  return spawn(process.execPath, [child, place], { stdio: ['ignore', 'pipe', 'inherit'] })
}
