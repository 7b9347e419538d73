import { hostname } from 'node:os'

import { accountName } from '../account-name.ts'
import { unitCipher } from '../crypto/index.ts'
import type { Repository } from '../repository.ts'
import { nanosecondsToTime } from '../time.ts'
import { storeUnpacked } from '../unpacked.ts'
import { type LockClock, systemClock } from './lock-clock.ts'
import { encodeLock } from './lock-file.ts'
import { lockedBy, lockLost, lockUnreadable } from './lock-refusals.ts'
import { type FoundLock, findLocks } from './read-locks.ts'

const minuteMs = 60_000
const refreshEveryMs = 5 * minuteMs
/** Time for a lock written at the same moment to become visible; restic waits as long. */
const settleMs = 200
/** A lock that cannot be read may still be on its way to a slow storage; restic looks again as often. */
const lookAgainAfterMs = [5_000, 10_000, 20_000]
/**
 * Others take a lock for stale after 30 minutes. Whoever could not renew his own stops early enough that a
 * step already begun, and a clock a few minutes off, do not carry him over that line.
 */
const trustForNs = 22n * 60n * 1_000_000_000n + 30_000_000_000n

/** A lock that is held; disposing takes it back and never throws. */
export interface RepositoryLock extends AsyncDisposable {
  /**
   * Call it before a step that must not meet anybody else. Throws `locked` when others may no longer honour
   * the lock: it could not be renewed for 22 minutes (a machine that slept), or somebody removed it.
   */
  assertHeld(): Promise<void>
}

/**
 * Announces that somebody works in the repository; disposing takes the announcement back. A shared lock
 * agrees with other shared locks, an exclusive one with none. The lock is renewed every five minutes by a
 * new file before the old one goes, and survives a clock that is set back; one that leaps is as good as a sleep. Stale locks and those of zero bytes are passed over, never removed; one
 * that cannot be read is looked at again for 35 s, then it blocks.
 * Throws `locked` when somebody else is in the way.
 */
export async function lockRepository(
  repository: Repository,
  options: { exclusive: boolean; clock?: LockClock },
): Promise<RepositoryLock> {
  const { exclusive, clock = systemClock } = options
  const { storage } = repository
  await refuseConflict(repository, { exclusive, clock, own: undefined })
  const letHangupThrough = outliveHangup()
  const start = { wall: clock.now(), steady: clock.steady() }
  let renewed = start
  let id = ''
  try {
    id = await writeLock(repository, exclusive, start.wall)
    await clock.wait(settleMs)
    await refuseConflict(repository, { exclusive, clock, own: id })
  } catch (error) {
    letHangupThrough()
    if (id !== '') await storage.remove('locks', id)
    throw error
  }

  /** Once others may have passed over the lock, no renewal makes that undone: the machine may have slept. */
  let isLost = false
  const hasLapsed = (): boolean => {
    isLost ||= clock.now() - renewed.wall > trustForNs || clock.steady() - renewed.steady > trustForNs
    return isLost
  }
  /** A clock that was set back must not make the lock look old to everybody else: then the steady one counts. */
  const timeNow = (): bigint => {
    const [wall, expected] = [clock.now(), start.wall + clock.steady() - start.steady]
    return wall > expected ? wall : expected
  }
  /** Old files whose removal failed; they go with the lock. */
  const left = new Set<string>()
  async function renew(): Promise<void> {
    hasLapsed()
    const now = { wall: clock.now(), steady: clock.steady() }
    const fresh = await writeLock(repository, exclusive, timeNow())
    left.add(id)
    id = fresh
    renewed = now
    for (const old of left) {
      await storage.remove('locks', old)
      left.delete(old)
    }
  }
  let renewal: Promise<void> = Promise.resolve()
  const stop = clock.every(refreshEveryMs, () => {
    // A renewal that fails is tried again in five minutes; the lock is good for thirty.
    renewal = renewal.then(renew).catch(() => undefined)
  })

  return {
    async assertHeld() {
      await renewal
      const isOld = hasLapsed()
      if (isOld || (await storage.stat('locks', id)) === undefined) throw lockLost(id, isOld)
    },
    async [Symbol.asyncDispose]() {
      stop()
      await renewal
      // A server that is gone must not replace the error that the work ended with, nor turn its success into a
      // failure: a lock that stays is stale after thirty minutes, or once this process has ended.
      for (const old of [...left, id]) await storage.remove('locks', old).catch(() => undefined)
      letHangupThrough()
    },
  }
}

/**
 * restic asks whether the process behind a lock is alive by sending it SIGHUP: without a listener
 * "restic unlock" on the same machine would end our work. The result takes the listener away again.
 */
function outliveHangup(): () => void {
  const ignore = (): void => undefined
  process.on('SIGHUP', ignore)
  return () => void process.off('SIGHUP', ignore)
}

async function refuseConflict(
  repository: Repository,
  options: { exclusive: boolean; clock: LockClock; own: string | undefined },
): Promise<void> {
  const { exclusive, clock, own } = options
  for (const delay of [...lookAgainAfterMs, undefined]) {
    let unreadable: Extract<FoundLock, { kind: 'unreadable' }> | undefined
    for await (const found of findLocks(repository, clock.now())) {
      if (found.id === own) continue
      if (found.kind === 'unreadable') unreadable = found
      if (found.kind !== 'lock' || found.isStale) continue
      if (exclusive || found.lock.exclusive) throw lockedBy(found.lock)
    }
    if (unreadable === undefined) return
    if (delay === undefined) throw lockUnreadable(unreadable.id, unreadable.error)
    await clock.wait(delay)
  }
}

async function writeLock(repository: Repository, exclusive: boolean, now: bigint): Promise<string> {
  const lock = {
    time: nanosecondsToTime(now),
    exclusive,
    hostname: hostname(),
    username: accountName(),
    pid: process.pid,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
  }
  return storeUnpacked(repository.storage, unitCipher(repository.masterKey), 'locks', encodeLock(lock), {
    version: repository.config.version,
  })
}
