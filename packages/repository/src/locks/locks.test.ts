import assert from 'node:assert/strict'
import { hostname } from 'node:os'
import { spawnSync } from 'node:child_process'
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'

import { unitCipher } from '../crypto/index.ts'
import { sha256 } from '../id.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, refusal } from '../small-repository.fixture.ts'
import type { Storage } from '../storage/index.ts'
import { nanosecondsToTime } from '../time.ts'
import { storeUnpacked } from '../unpacked.ts'
import { decodeLock, encodeLock, isStale, type Lock } from './lock-file.ts'
import { lockRepository } from './lock-repository.ts'
import { listLocks, unlock } from './unlock.ts'

const minute = 60_000_000_000n
const now = { nanoseconds: 1_000_000n * minute, hostname: 'files1', isAlive: (pid: number) => pid === 7 }

function lockFrom(fields: Partial<Lock> & { age?: bigint } = {}): Lock {
  const { age = 0n, ...more } = fields
  const time = nanosecondsToTime(now.nanoseconds - age)
  return { time, exclusive: false, hostname: 'files1', username: 'root', pid: 7, ...more }
}

async function locksIn(repository: Repository): Promise<number> {
  return (await Array.fromAsync(repository.storage.list('locks'))).length
}

function storeLock(repository: Repository, lock: Partial<Lock>): Promise<string> {
  const time = nanosecondsToTime(BigInt(Date.now()) * 1_000_000n)
  const json = encodeLock({
    time,
    exclusive: false,
    hostname: 'elsewhere',
    username: 'eve',
    pid: 4_711,
    ...lock,
  })
  const cipher = unitCipher(repository.masterKey)
  return storeUnpacked(repository.storage, cipher, 'locks', json, { version: 2 })
}

/** A clock that stands still until told; nobody waits. */
function handClock(options: { onWait?: () => void } = {}) {
  let act = (): void => undefined
  const clock = {
    time: BigInt(Date.now()) * 1_000_000n,
    steadyTime: 0n,
    waits: [] as number[],
    everyMs: 0,
    now: () => clock.time,
    steady: () => clock.steadyTime,
    async wait(ms: number) {
      clock.waits.push(ms)
      options.onWait?.()
    },
    every(ms: number, then: () => void) {
      clock.everyMs = ms
      act = then
      return () => void (act = () => undefined)
    },
    /** Time goes by and the alarm rings once at its end. */
    pass(nanoseconds: bigint) {
      clock.time += nanoseconds
      clock.steadyTime += nanoseconds
      act()
    },
  }
  return clock
}

test('a lock is written in restic’s field order and read back', () => {
  const lock = lockFrom({ exclusive: true, uid: 1_000, gid: 100 })
  assert.deepEqual(decodeLock(encodeLock(lock)), lock)
  assert.equal(
    encodeLock(lockFrom({ time: '2026-11-23T04:05:06Z', uid: 0 })).toString(),
    '{"time":"2026-11-23T04:05:06Z","exclusive":false,"hostname":"files1","username":"root","pid":7}',
  )
})

test('a lock that makes no sense is damaged', () => {
  for (const json of ['', '[]', '{}', '{"time":"soon"}', '{"time":7}', '{"time":"2026-11-23T04:05:06Z"'])
    assert.throws(() => decodeLock(Buffer.from(json)), refusal('damaged'), json)
  assert.throws(() => decodeLock(Buffer.from([0x7b, 0xff, 0x7d])), refusal('damaged', /UTF-8/))
})

test('a lock is stale after thirty minutes, or when its process on this host is gone', () => {
  assert.equal(isStale(lockFrom(), now), false)
  assert.equal(isStale(lockFrom({ age: 30n * minute }), now), false)
  assert.equal(isStale(lockFrom({ age: 30n * minute + 1n }), now), true)
  assert.equal(isStale(lockFrom({ pid: 8 }), now), true)
  assert.equal(isStale(lockFrom({ pid: 8, hostname: 'files2' }), now), false)
  assert.equal(isStale(lockFrom({ age: -60n * minute }), now), false, 'a clock that is ahead')
})

test('shared locks agree, are taken back, and refuse an exclusive one', async (t) => {
  const { repository } = await emptyRepository(t)
  {
    await using _first = await lockRepository(repository, { exclusive: false })
    await using _second = await lockRepository(repository, { exclusive: false })
    assert.equal(await locksIn(repository), 2)
    await assert.rejects(lockRepository(repository, { exclusive: true }), refusal('locked', /process/))
    assert.equal(await locksIn(repository), 2, 'the refused lock leaves nothing behind')
  }
  assert.equal(await locksIn(repository), 0)
})

test('an exclusive lock refuses every other, and the error says that waiting helps', async (t) => {
  const { repository } = await emptyRepository(t)
  await using _lock = await lockRepository(repository, { exclusive: true })
  for (const exclusive of [true, false]) {
    await assert.rejects(lockRepository(repository, { exclusive }), (error) => {
      assert.ok(refusal('locked', /exclusively/)(error))
      return (error as { retry?: string }).retry === 'later'
    })
  }
})

test('of two exclusive locks at the same moment at most one is given', async (t) => {
  const { repository } = await emptyRepository(t)
  const results = await Promise.allSettled([
    lockRepository(repository, { exclusive: true }),
    lockRepository(repository, { exclusive: true }),
  ])
  const given = results.filter((result) => result.status === 'fulfilled')
  assert.ok(given.length <= 1)
  for (const { value } of given) await value[Symbol.asyncDispose]()
  assert.equal(await locksIn(repository), 0)
})

test('somebody else’s exclusive lock blocks, a stale or empty one does not', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const old = nanosecondsToTime(BigInt(Date.now()) * 1_000_000n - 31n * minute)
  await storeLock(repository, { exclusive: true, time: old })
  const gone = spawnSync('true').pid
  await storeLock(repository, { exclusive: true, hostname: hostname(), pid: gone })
  writeFileSync(join(place, 'locks', 'ee'.repeat(32)), '')
  {
    await using _lock = await lockRepository(repository, { exclusive: true })
  }
  assert.equal(await locksIn(repository), 3, 'other people’s locks are never removed')
  const id = await storeLock(repository, { exclusive: true })
  await assert.rejects(
    lockRepository(repository, { exclusive: false }),
    refusal('locked', /eve@elsewhere .*4711/),
  )
  await repository.storage.remove('locks', id)
})

test('a lock that cannot be decrypted is looked at four times, then it blocks and is named', async (t) => {
  const { repository } = await emptyRepository(t)
  const foreign = (await emptyRepository(t)).repository
  const id = await storeLock(foreign, {})
  await repository.storage.write('locks', id, await foreign.storage.read('locks', id))
  const clock = handClock()
  await assert.rejects(
    lockRepository(repository, { exclusive: false, clock }),
    refusal('locked', new RegExp(`${id.slice(0, 8)} cannot be read`)),
  )
  assert.deepEqual(clock.waits, [5_000, 10_000, 20_000])
  await repository.storage.remove('locks', id)
  const noise = Buffer.alloc(200, 1)
  await repository.storage.write('locks', sha256(noise), noise)
  await assert.rejects(
    lockRepository(repository, { exclusive: true, clock: handClock() }),
    refusal('locked', /cannot be read/),
  )
  assert.equal(await locksIn(repository), 1)
})

test('a lock that was still on its way is given its time', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const half = join(place, 'locks', 'ab'.repeat(32))
  mkdirSync(join(place, 'locks'), { recursive: true })
  writeFileSync(half, 'half a lock')
  const clock = handClock({ onWait: () => rmSync(half, { force: true }) })
  await using _lock = await lockRepository(repository, { exclusive: true, clock })
  assert.deepEqual(clock.waits, [5_000, 200])
})

test('a lock is renewed by a new file before the old one goes', async (t) => {
  const clock = handClock()
  const { repository } = await emptyRepository(t)
  const { storage } = repository
  const steps: string[] = []
  const renewed = Promise.withResolvers<void>()
  const watched: Storage = {
    ...storage,
    async write(kind, id, bytes) {
      await storage.write(kind, id, bytes)
      steps.push(`write ${id}`)
    },
    async remove(kind, id) {
      await storage.remove(kind, id)
      steps.push(`remove ${id}`)
      renewed.resolve()
    },
  }
  const lock = await lockRepository({ ...repository, storage: watched }, { exclusive: false, clock })
  assert.equal(clock.everyMs, 5 * 60 * 1_000)
  clock.pass(5n * minute)
  await renewed.promise
  await lock[Symbol.asyncDispose]()
  const [first, second] = steps.map((step) => step.split(' ')[1])
  assert.deepEqual(steps, [`write ${first}`, `write ${second}`, `remove ${first}`, `remove ${second}`])
  assert.equal(await locksIn(repository), 0)
})

test('whoever could not renew his lock learns it before others take it for stale', async (t) => {
  const { repository } = await emptyRepository(t)
  const { storage } = repository
  let isFull = false
  const failing: Storage = {
    ...storage,
    write: (kind, id, bytes) =>
      isFull ? Promise.reject(new Error('no space')) : storage.write(kind, id, bytes),
  }
  const clock = handClock()
  const held = await lockRepository({ ...repository, storage: failing }, { exclusive: true, clock })
  await held.assertHeld()
  isFull = true
  for (let past = 5n; past <= 20n; past += 5n) {
    clock.pass(5n * minute)
    await held.assertHeld()
  }
  clock.pass(5n * minute)
  await assert.rejects(held.assertHeld(), refusal('locked', /22 minutes/))
  const [found] = await listLocks(repository, { now: clock.time })
  assert.equal(found?.kind === 'lock' && found.isStale, false, 'and others still honour it')
  isFull = false
  clock.pass(5n * minute)
  await assert.rejects(held.assertHeld(), refusal('locked'), 'others may have been there meanwhile')
  await held[Symbol.asyncDispose]()
  assert.equal(await locksIn(repository), 0)
})

test('a machine that slept over the renewal of its lock does not go on', async (t) => {
  const { repository } = await emptyRepository(t)
  const clock = handClock()
  await using held = await lockRepository(repository, { exclusive: false, clock })
  // The steady clock of Linux stands still meanwhile.
  clock.steadyTime -= 40n * minute
  clock.pass(40n * minute)
  await assert.rejects(held.assertHeld(), refusal('locked', /22 minutes/))
})

test('a clock that was set back made the renewed lock look stale to others', async (t) => {
  const { repository } = await emptyRepository(t)
  const clock = handClock()
  await using held = await lockRepository(repository, { exclusive: true, clock })
  const others = clock.time
  clock.time -= 3n * 24n * 60n * minute
  for (let past = 5n; past <= 60n; past += 5n) {
    clock.pass(5n * minute)
    await held.assertHeld()
    const [found, ...more] = await listLocks(repository, { now: others + past * minute })
    assert.ok(found?.kind === 'lock' && !found.isStale && more.length === 0)
    assert.equal(found.lock.time, nanosecondsToTime(others + past * minute))
  }
})

test('a clock that was set back while the lock could not be renewed hid that', async (t) => {
  const { repository } = await emptyRepository(t)
  const { storage } = repository
  let isFull = false
  const failing: Storage = {
    ...storage,
    write: (kind, id, bytes) =>
      isFull ? Promise.reject(new Error('no space')) : storage.write(kind, id, bytes),
  }
  const clock = handClock()
  await using held = await lockRepository({ ...repository, storage: failing }, { exclusive: true, clock })
  isFull = true
  clock.time -= 60n * minute
  for (let past = 0; past < 5; past += 1) clock.pass(5n * minute)
  await assert.rejects(held.assertHeld(), refusal('locked', /22 minutes/))
})

test('a clock that leaps three days is as good as a sleep: the work stops', async (t) => {
  const { repository } = await emptyRepository(t)
  const clock = handClock()
  await using held = await lockRepository(repository, { exclusive: true, clock })
  await held.assertHeld()
  clock.time += 3n * 24n * 60n * minute
  await assert.rejects(held.assertHeld(), refusal('locked'))
  clock.time -= 3n * 24n * 60n * minute
  await assert.rejects(held.assertHeld(), refusal('locked'), 'others may have been there meanwhile')
})

test('whose lock was removed by somebody stops', async (t) => {
  const { repository } = await emptyRepository(t)
  await using held = await lockRepository(repository, { exclusive: true })
  await unlock(repository, { removeAll: true })
  await assert.rejects(held.assertHeld(), refusal('locked', /removed by somebody/))
})

test('an old lock file that could not be removed goes with the next renewal, or with the lock', async (t) => {
  const { repository } = await emptyRepository(t)
  const { storage } = repository
  let isStuck = true
  const sticky: Storage = {
    ...storage,
    remove: (kind, id) => (isStuck ? Promise.reject(new Error('stuck')) : storage.remove(kind, id)),
  }
  const clock = handClock()
  const held = await lockRepository({ ...repository, storage: sticky }, { exclusive: false, clock })
  clock.pass(5n * minute)
  await held.assertHeld()
  assert.equal(await locksIn(repository), 2)
  clock.pass(5n * minute)
  await held.assertHeld()
  assert.equal(await locksIn(repository), 3)
  isStuck = false
  await held[Symbol.asyncDispose]()
  assert.equal(await locksIn(repository), 0)
})

test('unlock removes stale locks only; with removeAll every file, unreadable and empty ones too', async (t) => {
  const { place, repository } = await emptyRepository(t)
  const at = BigInt(Date.now()) * 1_000_000n
  const stale = await storeLock(repository, { time: nanosecondsToTime(at - 31n * minute) })
  const fresh = await storeLock(repository, { time: nanosecondsToTime(at - 29n * minute) })
  const gone = await storeLock(repository, { hostname: hostname(), pid: spawnSync('true').pid })
  const empty = 'ee'.repeat(32)
  const odd = 'dd'.repeat(32)
  writeFileSync(join(place, 'locks', empty), '')
  writeFileSync(join(place, 'locks', odd), 'x')
  const ids = (found: readonly { id: string }[]): string[] => found.map(({ id }) => id).sort()

  assert.deepEqual(ids(await unlock(repository, { now: at, dryRun: true })), [stale, gone].sort())
  assert.equal(await locksIn(repository), 5)
  assert.deepEqual(ids(await unlock(repository, { now: at })), [stale, gone].sort())
  assert.deepEqual(ids(await listLocks(repository, { now: at })), [fresh, empty, odd].sort())
  assert.deepEqual(ids(await unlock(repository, { now: at, removeAll: true })), [fresh, empty, odd].sort())
  assert.equal(await locksIn(repository), 0)
})

test('whoever holds a lock outlives a hangup, because restic asks with it; afterwards nothing is caught', async (t) => {
  const { repository } = await emptyRepository(t)
  const before = process.listenerCount('SIGHUP')
  {
    await using _lock = await lockRepository(repository, { exclusive: true })
    await assert.rejects(lockRepository(repository, { exclusive: true }), refusal('locked'))
    assert.equal(process.listenerCount('SIGHUP'), before + 1)
  }
  assert.equal(process.listenerCount('SIGHUP'), before)
})
