import { lockIfPossible, type Repository } from '@anlauf/repository'

import type { AnlaufContext } from '../context.ts'

export interface NoLockFlag {
  readonly noLock: boolean
}

export const noLockFlag = {
  kind: 'boolean',
  default: false,
  withNegated: false,
  brief: 'Read without a lock: a prune beside it may take away what is being read',
} as const

/**
 * The lock of a long read, as restic takes it: a prune waits until it is done. A copy that cannot be written, such as
 * a read-only disk or a restorer at a vault, is read without one, and stderr says so.
 */
export async function readingLock(
  { process }: AnlaufContext,
  repository: Repository,
  { noLock }: NoLockFlag,
): Promise<AsyncDisposable | undefined> {
  if (noLock) return undefined
  return lockIfPossible(repository, ({ message }) =>
    process.stderr.write(`Read without a lock, this place takes none: ${message}\n`),
  )
}
