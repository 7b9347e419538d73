import { hostname } from 'node:os'

import { unitCipher } from '../crypto/index.ts'
import { placeFailed, RepositoryError } from '../error.ts'
import type { Repository } from '../repository.ts'
import { loadUnpacked } from '../unpacked.ts'
import { decodeLock, isStale, type Lock } from './lock-file.ts'

/** A file of the folder "locks": who is behind it, or why nobody knows. */
export type FoundLock =
  | { readonly id: string; readonly kind: 'lock'; readonly lock: Lock; readonly isStale: boolean }
  /** Zero bytes: what a full disk leaves behind; it protects nothing. */
  | { readonly id: string; readonly kind: 'empty' }
  | { readonly id: string; readonly kind: 'unreadable'; readonly error: unknown }

/** Every lock that is there, judged at the moment `now` (nanoseconds since 1970). */
export async function* findLocks(repository: Repository, now: bigint): AsyncGenerator<FoundLock> {
  const { storage, masterKey } = repository
  for await (const { id, size } of storage.list('locks')) {
    if (size === 0) {
      yield { id, kind: 'empty' }
      continue
    }
    try {
      const lock = decodeLock(await loadUnpacked(storage, unitCipher(masterKey), 'locks', id))
      yield {
        id,
        kind: 'lock',
        lock,
        isStale: isStale(lock, { nanoseconds: now, hostname: hostname(), isAlive }),
      }
    } catch (error) {
      // Taken back between the listing and the look.
      if (error instanceof RepositoryError && error.code === 'missing-object') continue
      if (placeFailed(error)) throw error
      yield { id, kind: 'unreadable', error }
    }
  }
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
