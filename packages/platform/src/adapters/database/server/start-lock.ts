import { access, chmod, constants } from 'node:fs/promises'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { setTimeout as sleep } from 'node:timers/promises'

import { AnlaufError } from '../../../core/failure.ts'

/**
 * Holds the right to start, join or stop the server of a home; waits for other processes, at most `waitMs`.
 * The lock is SQLite's own exclusive file lock (fcntl) on `<home>/database.lock`: the kernel gives it back
 * when a process dies, so there is no stale lock to recognise. Throws `database-failed` after `waitMs`.
 */
export async function startLock(home: string, { waitMs = 60_000 } = {}): Promise<Disposable> {
  const file = join(home, 'database.lock')
  await access(home, constants.W_OK)
  const lock = new DatabaseSync(file, { timeout: 0 })
  await chmod(file, 0o600)
  const deadline = Date.now() + waitMs
  for (;;) {
    try {
      lock.exec('BEGIN EXCLUSIVE')
      return { [Symbol.dispose]: () => lock.close() }
    } catch (cause) {
      if (!isBusy(cause) || Date.now() > deadline) {
        lock.close()
        throw new AnlaufError('database-failed', `the database of ${home} is busy`, {
          hint: 'Another Anlauf process starts or stops it right now; try again, or end that process.',
          retry: 'later',
          context: { home, waitedMs: waitMs },
          cause,
        })
      }
    }
    await sleep(20)
  }
}

/** SQLITE_BUSY is 5; extended codes carry it in the low byte. */
function isBusy(error: unknown): boolean {
  return ((error as { errcode?: number }).errcode ?? 0) % 256 === 5
}
