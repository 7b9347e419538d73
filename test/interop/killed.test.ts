import assert from 'node:assert/strict'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { backup, initRepository, localStorage, openRepository, restore } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { killAfter, killMoments, killsOfEachWork, lastsMsOf } from './kill-moments.ts'
import { seededRandom } from './seeded-random.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
// In memory where there is some: each moment gets a repository of its own.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'anlauf-killed-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const seed = Number(process.env['ANLAUF_TEST_SEED'] ?? 20_261_128)
const random = seededRandom(seed)
const source = join(folder, 'source')
const template = join(folder, 'template')
const kdf = { N: 1024, r: 8, p: 1 }

/** One backup that is complete; half of the files are other ones for the next. */
before(async () => {
  if (skip !== false) return
  mkdirSync(source)
  const repository = await initRepository(localStorage(template), { password, kdf })
  for (let file = 0; file < 40; file += 1) writeFileSync(join(source, `file ${file}`), random.bytes(600_000))
  await backup(repository, { paths: [source], hostname: 'files1' })
  for (let file = 0; file < 40; file += 2) writeFileSync(join(source, `file ${file}`), random.bytes(900_000))
})

test(
  `a backup killed at ${killsOfEachWork} random moments loses nothing, and the next one completes`,
  { skip },
  async () => {
    const truth = folderPicture(source)
    const lastsMs = await lastsMsOf(startBackup(freshCopy('timed')))
    const moments = killMoments(random, lastsMs)
    let killed = 0
    for (let kill = 0; kill < killsOfEachWork; kill += 1) {
      const place = freshCopy(`killed ${kill}`)
      const waitMs = moments.next()
      if (await killAfter(startBackup(place), waitMs)) killed += 1
      else moments.cameTooLate(waitMs)
      const when = `kill ${kill} after ${waitMs} of ${Math.round(lastsMs)} ms, seed ${seed}`
      assert.match(restic(place, 'check', '--no-lock'), /no errors were found/, when)

      // The lock of the dead is passed over.
      const repository = await openRepository(localStorage(place), { password })
      const before = (await repository.listSnapshots()).length
      assert.ok(before === 1 || before === 2, when)
      const { snapshot } = await backup(repository, { paths: [source], hostname: 'files1' })
      assert.ok(snapshot)
      const target = join(folder, 'target')
      assert.deepEqual((await restore(repository, snapshot, { target })).problems, [], when)
      assert.deepEqual(folderPicture(join(target, source)), truth, when)
      rmSync(target, { recursive: true })
      assert.match(restic(place, 'check', '--read-data', '--no-lock'), /no errors were found/, when)
      rmSync(place, { recursive: true })
    }
    assert.ok(killed > killsOfEachWork / 2, `only ${killed} of ${killsOfEachWork} were still at work`)
  },
)

/** A repository of its own: files are never changed in place, so links do. */
function freshCopy(name: string): string {
  const place = join(folder, name)
  execFileSync('cp', ['-al', template, place])
  return place
}

function startBackup(place: string): ChildProcess {
  const child = fileURLToPath(new URL('backup-child.ts', import.meta.url))
  return spawn(process.execPath, [child, place, source], { stdio: ['ignore', 'pipe', 'inherit'] })
}
