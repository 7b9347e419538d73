import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test, type TestContext } from 'node:test'

import {
  backup,
  check,
  forget,
  initRepository,
  listLocks,
  localStorage,
  lockRepository,
  openRepository,
  parseDuration,
  prune,
  type Repository,
  restore,
} from '@anlauf/repository'

import {
  openTestVault,
  someObject,
  testClock,
} from '../../packages/platform/src/doors/vault/vault.fixture.ts'
import { needProgram } from '../debian.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const dayMs = 24 * 60 * 60 * 1000
const kdf = { N: 1024, r: 8, p: 1 }
const folder = mkdtempSync(join(tmpdir(), 'anlauf-clock-'))
after(() => rmSync(folder, { recursive: true, force: true }))

/** The clock on the wall of this process, set by so many milliseconds; timers and the steady clock go on. */
function setClock(t: TestContext, byMs: number): void {
  t.mock.timers.reset()
  if (byMs !== 0) t.mock.timers.enable({ apis: ['Date'], now: Date.now() + byMs })
}

async function newRepository(
  name: string,
): Promise<{ place: string; source: string; repository: Repository }> {
  const [place, source] = [join(folder, name), join(folder, `${name} source`)]
  mkdirSync(source)
  return { place, source, repository: await initRepository(localStorage(place), { password, kdf }) }
}

async function contentAt(repository: Repository, number: number, file: string): Promise<string> {
  const snapshot = (await repository.listSnapshots()).at(number)
  assert.ok(snapshot)
  const target = mkdtempSync(join(folder, 'target-'))
  assert.deepEqual((await restore(repository, snapshot, { target })).problems, [])
  return readFileSync(join(target, file), 'utf8')
}

for (const [name, byMs] of [
  ['back', -3 * dayMs],
  ['forward', 3 * dayMs],
] as const) {
  test(
    `a clock three days ${name} between backups: every state is kept, whatever the parent`,
    { skip },
    async (t) => {
      const { place, source, repository } = await newRepository(`parent ${name}`)
      const file = join(source, 'file')
      const hostname = 'files1'
      writeFileSync(file, 'first state')
      await backup(repository, { paths: [source], hostname })
      setClock(t, byMs)
      writeFileSync(file, 'other state')
      // A clock that went back gives a changed file an older time than the one that was backed up.
      const touched = new Date(statSync(file).mtimeMs + byMs)
      utimesSync(file, touched, touched)
      const second = await backup(repository, { paths: [source], hostname })
      setClock(t, 0)
      writeFileSync(file, 'third state')
      const third = await backup(repository, { paths: [source], hostname })
      assert.ok(second.snapshot && third.snapshot)
      assert.equal(second.summary.filesUnmodified, 0)
      assert.equal(third.summary.filesUnmodified, 0)
      // A snapshot of the future is nobody's parent; then all files are read, which is never wrong.
      assert.notEqual(third.snapshot.parent, name === 'forward' ? second.snapshot.id : undefined)
      const begin = Date.parse(second.summary.backupStart)
      assert.ok(Date.parse(second.summary.backupEnd) >= begin)

      const order = name === 'back' ? ['other', 'first', 'third'] : ['first', 'third', 'other']
      for (const [at, word] of order.entries())
        assert.equal(await contentAt(repository, at, file), `${word} state`)
      assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
      assert.equal((JSON.parse(restic(place, 'snapshots', '--json')) as unknown[]).length, 3)
    },
  )
}

test('a snapshot three days in the future does not make keep-within drop those of today', async (t) => {
  const { source, repository } = await newRepository('keep within')
  writeFileSync(join(source, 'file'), 'content')
  for (const byMs of [-1.5 * dayMs, 0, 3 * dayMs]) {
    setClock(t, byMs)
    await backup(repository, { paths: [source], hostname: 'files1' })
  }
  setClock(t, 0)
  const within = parseDuration('2d')
  const { groups } = await forget(repository, { policy: { within }, dryRun: true })
  assert.deepEqual(
    groups.map(({ keep, remove }) => [keep.length, remove.length]),
    [[3, 0]],
  )
})

test(
  'a clock three days back while a lock is held: stock restic honours it all the same',
  { skip },
  async (t) => {
    const { place, repository } = await newRepository('lock back')
    {
      await using lock = await lockRepository(repository, { exclusive: true })
      setClock(t, -3 * dayMs)
      await lock.assertHeld()
      assert.throws(() => restic(place, 'backup', folder), /locked exclusively/)
    }
    assert.deepEqual(await listLocks(repository), [])
  },
)

test('a clock that leaps three days while a prune holds its lock: it stops, and nothing is lost', async (t) => {
  const { place, source, repository } = await newRepository('lock forward')
  for (const round of [1, 2, 3]) {
    writeFileSync(join(source, 'file'), `state ${round}`.repeat(1_000 * round))
    await backup(repository, { paths: [source], hostname: 'files1' })
  }
  const [oldest] = await repository.listSnapshots()
  assert.ok(oldest)
  await forget(repository, { ids: [oldest.id] })
  const hasty = prune(repository, {
    maxUnused: { bytes: 0 },
    onProgress: ({ phase }) => {
      if (phase === 'trees') setClock(t, 3 * dayMs)
    },
  })
  await assert.rejects(hasty, { code: 'locked', retry: 'later' })
  setClock(t, 0)
  const fresh = await openRepository(localStorage(place), { password })
  assert.deepEqual(await listLocks(fresh), [])
  const errors = async () =>
    (await check(fresh, { readData: true })).findings.filter(({ severity }) => severity === 'error')
  assert.deepEqual(await errors(), [])
  await prune(fresh, { maxUnused: { bytes: 0 } })
  assert.deepEqual(await errors(), [])
  assert.equal((await fresh.listSnapshots()).length, 2)
})

test('receive times of a vault go on while its clock is set back and forth', async () => {
  const clock = testClock()
  await using vault = await openTestVault({ clock })
  await vault.clients({ name: 'prov', role: 'provisioner' }, { name: 'writer', role: 'writer' })
  await vault.ask('/acme/?create=true', { method: 'POST', client: 'prov' })
  const start = clock.wall
  for (const jump of [0, -3 * dayMs, 0, 3 * dayMs, 3 * dayMs, 0]) {
    clock.monotonic += 60_000
    clock.wall = start + clock.monotonic + jump
    const { id, body } = someObject()
    const { status } = await vault.ask(`/acme/data/${id}`, { method: 'POST', client: 'writer', body })
    assert.equal(status, 200, 'uploads go on')
  }
  await vault.running.upkeep()
  const lines = vault.journal()
  const times = lines.map(({ at }) => Date.parse(String(at)))
  assert.deepEqual(
    times,
    times.toSorted((a, b) => a - b),
  )
  const received = lines.filter(({ verb }) => verb === 'POST').map(({ at }) => Date.parse(String(at)))
  assert.deepEqual(
    received,
    [1, 2, 3, 4, 5, 6].map((minutes) => start + minutes * 60_000),
  )
})
