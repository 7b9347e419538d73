import type { Repository } from '../repository.ts'
import { systemClock } from './lock-clock.ts'
import { type FoundLock, findLocks } from './read-locks.ts'

/**
 * Removes stale locks (not renewed for 30 minutes, or of a process of this machine that is gone); with
 * `removeAll` every lock, those of working programs, unreadable and empty ones too. Needs no lock itself.
 * Returns what was, or with `dryRun` would be, removed. `now` in nanoseconds since 1970 is for tests.
 */
export async function unlock(
  repository: Repository,
  options: { removeAll?: boolean; dryRun?: boolean; now?: bigint } = {},
): Promise<readonly FoundLock[]> {
  const removed: FoundLock[] = []
  for (const lock of await listLocks(repository, options)) {
    const isStale = lock.kind === 'lock' && lock.isStale
    if (!isStale && options.removeAll !== true) continue
    if (options.dryRun !== true) await repository.storage.remove('locks', lock.id)
    removed.push(lock)
  }
  return removed
}

/** Every lock, with a verdict on its age. `now` in nanoseconds since 1970 is for tests. */
export async function listLocks(
  repository: Repository,
  options: { now?: bigint } = {},
): Promise<readonly FoundLock[]> {
  return Array.fromAsync(findLocks(repository, options.now ?? systemClock.now()))
}
