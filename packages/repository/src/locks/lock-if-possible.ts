import { RepositoryError } from '../error.ts'
import type { Repository } from '../repository.ts'
import { lockRepository, type RepositoryLock } from './lock-repository.ts'

const readOnly: ReadonlySet<string> = new Set(['write-failed', 'access-denied'])

/**
 * A shared lock for somebody who only reads. A copy on a read-only medium cannot be locked, and nobody can change
 * it either: then nothing is locked, and `onUnlocked` learns why. Throws `locked`.
 */
export async function lockIfPossible(
  repository: Repository,
  onUnlocked: (error: RepositoryError) => void = () => undefined,
): Promise<RepositoryLock> {
  try {
    return await lockRepository(repository, { exclusive: false })
  } catch (error) {
    if (!(error instanceof RepositoryError) || !readOnly.has(error.code)) throw error
    onUnlocked(error)
    const nothing = (): Promise<void> => Promise.resolve()
    return { assertHeld: nothing, [Symbol.asyncDispose]: nothing }
  }
}
