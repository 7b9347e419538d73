import { RepositoryError } from '../error.ts'

/** `ENOENT` and its family, or an empty string when the value thrown came from elsewhere. */
export function systemCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : ''
}

/** What a failed read means for the caller; errors that already say it pass unchanged. */
export function readFailure(error: unknown, place: string): RepositoryError {
  if (error instanceof RepositoryError) return error
  return new RepositoryError('read-failed', `${place} cannot be read: ${reasonOf(error)}`, {
    hint: 'Check the medium, the mount and the permissions, then start again.',
    retry: 'later',
    context: { place, system: systemCode(error) },
    cause: error,
  })
}

/** What a failed write means for the caller: no space is told apart, because the operator can mend it. */
export function writeFailure(error: unknown, place: string): RepositoryError {
  if (error instanceof RepositoryError) return error
  const system = systemCode(error)
  const context = { place, system }
  if (system === 'ENOSPC' || system === 'EDQUOT') {
    return new RepositoryError('no-space', `No space left for ${place}.`, {
      hint: 'Free space or raise the quota, then start again; everything already written is kept.',
      retry: 'later',
      context,
      cause: error,
    })
  }
  if (system === 'EEXIST') {
    return new RepositoryError('write-failed', `${place} exists already and is never replaced.`, {
      hint: 'Repository files are written once; nothing was changed.',
      context,
      cause: error,
    })
  }
  return new RepositoryError('write-failed', `${place} cannot be written: ${reasonOf(error)}`, {
    hint: 'Check the mount, the permissions and whether the file system is read-only.',
    retry: 'later',
    context,
    cause: error,
  })
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}
