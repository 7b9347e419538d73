import { RepositoryError } from '../error.ts'
import type { Lock } from './lock-file.ts'

/** Somebody works there. */
export function lockedBy(lock: Lock): RepositoryError {
  const kind = lock.exclusive ? 'exclusively ' : ''
  return new RepositoryError(
    'locked',
    `The repository is ${kind}locked by ${lock.username}@${lock.hostname} (process ${lock.pid}) since ${lock.time}.`,
    {
      hint: 'Wait until that work is done. If its machine is gone, the lock counts as stale 30 minutes after its last renewal; "anlauf repo unlock" then removes it.',
      retry: 'later',
      context: { ...lock },
    },
  )
}

/** Nobody knows what such a lock protects, so it blocks, as with restic. */
export function lockUnreadable(id: string, cause: unknown): RepositoryError {
  return new RepositoryError(
    'locked',
    `Lock ${id.slice(0, 8)} cannot be read, so nobody knows what it protects.`,
    {
      hint: 'When no backup program is running anywhere, remove it with "anlauf repo unlock --remove-all".',
      context: { lock: id },
      cause,
    },
  )
}

/** Others may be at work already. */
export function lockLost(id: string, isOld: boolean): RepositoryError {
  const why = isOld ? 'could not be renewed for more than 22 minutes' : 'was removed by somebody'
  return new RepositoryError('locked', `The own lock ${id.slice(0, 8)} ${why}; the work was stopped.`, {
    hint: 'Nothing is lost. Check that no other program works in the repository, then start the command again.',
    retry: 'later',
    context: { lock: id },
  })
}
