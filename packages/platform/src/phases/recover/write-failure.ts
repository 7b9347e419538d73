import { RepositoryError } from '@anlauf/repository'

import { AnlaufError } from '../../core/failure.ts'

/** A failed write in words; a full disk is told apart, because an operator can mend it and go on. */
export function writeFailure(error: unknown, place: string): AnlaufError | RepositoryError {
  if (error instanceof AnlaufError || error instanceof RepositoryError) return error
  const system = systemCode(error)
  if (system === 'ENOSPC' || system === 'EDQUOT') {
    return new AnlaufError('no-space', `No space left while writing ${place}.`, {
      hint: 'Free space or raise the quota, then start the same command again; it goes on where it stopped.',
      retry: 'later',
      cause: error,
    })
  }
  const reason = error instanceof Error ? error.message : String(error)
  return new AnlaufError('write-failed', `${place} cannot be written: ${reason}`, {
    hint: 'Check the folder, its permissions and the mount, then start the same command again.',
    retry: 'later',
    cause: error,
  })
}

/** `ENOENT` and its family, or an empty string when the value thrown came from elsewhere. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** For the rim of a long work: what the system refused is said in words, everything else passes unchanged. */
export function orWriteFailure(error: unknown, place: string): unknown {
  // What went wrong first says more than what then could not be put away.
  if (error instanceof SuppressedError) return orWriteFailure(error.suppressed, place)
  return error instanceof Error && 'syscall' in error ? writeFailure(error, place) : error
}
