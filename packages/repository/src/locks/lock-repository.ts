import { hostname } from 'node:os'
import { setTimeout as wait } from 'node:timers/promises'

import { accountName } from '../account-name.ts'
import { unitCipher } from '../crypto/index.ts'
import { RepositoryError } from '../error.ts'
import type { Repository } from '../repository.ts'
import { nanosecondsToTime } from '../time.ts'
import { loadUnpacked, storeUnpacked } from '../unpacked.ts'
import { decodeLock, encodeLock, isStale, type Lock } from './lock-file.ts'

const refreshEveryMs = 5 * 60 * 1_000
/** Time for a lock written at the same moment to become visible; restic waits as long. */
const settleMs = 200

/**
 * Announces that somebody works in the repository; disposing takes the announcement back. A shared lock
 * agrees with other shared locks, an exclusive one with none. The lock is renewed every five minutes.
 * Throws `locked` when somebody else is in the way. Stale locks are passed over, never removed.
 */
export async function lockRepository(
  repository: Repository,
  options: { exclusive: boolean },
): Promise<AsyncDisposable> {
  await refuseConflict(repository, options.exclusive, undefined)
  let id = await writeLock(repository, options.exclusive)
  try {
    await wait(settleMs)
    await refuseConflict(repository, options.exclusive, id)
  } catch (error) {
    await repository.storage.remove('locks', id)
    throw error
  }

  let renewal: Promise<void> = Promise.resolve()
  const renew = async () => {
    const fresh = await writeLock(repository, options.exclusive)
    const old = id
    id = fresh
    await repository.storage.remove('locks', old)
  }
  const timer = setInterval(() => {
    // A renewal that fails is tried again in five minutes; the lock is good for thirty.
    renewal = renewal.then(renew).catch(() => undefined)
  }, refreshEveryMs)
  timer.unref()

  return {
    async [Symbol.asyncDispose]() {
      clearInterval(timer)
      await renewal
      await repository.storage.remove('locks', id)
    },
  }
}

async function refuseConflict(
  repository: Repository,
  exclusive: boolean,
  own: string | undefined,
): Promise<void> {
  for await (const { id, size } of repository.storage.list('locks')) {
    // A lock of zero bytes is what a full disk leaves behind.
    if (id === own || size === 0) continue
    const lock = await readLock(repository, id)
    if (lock === undefined || isStale(lock, here())) continue
    if (exclusive || lock.exclusive) throw locked(lock)
  }
}

/** `undefined` when the lock vanished meanwhile; a lock that cannot be decrypted blocks, as with restic. */
async function readLock(repository: Repository, id: string): Promise<Lock | undefined> {
  try {
    return decodeLock(await loadUnpacked(repository.storage, unitCipher(repository.masterKey), 'locks', id))
  } catch (error) {
    if (error instanceof RepositoryError && error.code === 'missing-object') return undefined
    throw new RepositoryError(
      'locked',
      `Lock ${id.slice(0, 8)} cannot be read, so nobody knows what it protects.`,
      {
        hint: 'If no backup program is running, delete the file from the folder "locks".',
        context: { lock: id },
        cause: error,
      },
    )
  }
}

async function writeLock(repository: Repository, exclusive: boolean): Promise<string> {
  const { hostname, nanoseconds } = here()
  const lock: Lock = {
    time: nanosecondsToTime(nanoseconds),
    exclusive,
    hostname,
    username: accountName(),
    pid: process.pid,
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
  }
  return storeUnpacked(repository.storage, unitCipher(repository.masterKey), 'locks', encodeLock(lock), {
    version: repository.config.version,
  })
}

function here(): { hostname: string; nanoseconds: bigint; isAlive: (pid: number) => boolean } {
  return { hostname: hostname(), nanoseconds: BigInt(Date.now()) * 1_000_000n, isAlive }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    // EPERM: the process exists and belongs to somebody else.
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

function locked(lock: Lock): RepositoryError {
  const kind = lock.exclusive ? 'exclusively ' : ''
  return new RepositoryError(
    'locked',
    `The repository is ${kind}locked by ${lock.username}@${lock.hostname} (process ${lock.pid}) since ${lock.time}.`,
    {
      hint: 'Wait until that work is done. If its machine is gone, the lock counts as stale 30 minutes after its last renewal.',
      retry: 'later',
      context: { ...lock },
    },
  )
}
