import { AnlaufError } from '../../core/failure.ts'

/**
 * Turns what PostgreSQL's driver throws into an error for people. `retry` is `now` where the same transaction
 * may simply be repeated, `later` where the server has to come back first, `never` for everything else.
 */
export function databaseFailure(error: unknown): AnlaufError {
  if (error instanceof AnlaufError) return error
  const code = codeOf(error)
  const message = error instanceof Error ? error.message : String(error)
  const details = { context: { code }, cause: error }
  if (code === '53100' || code === 'ENOSPC') {
    return new AnlaufError('no-space', 'the disk of the database is full', {
      hint: 'Free space on that disk, then repeat the command: nothing of this step was written.',
      retry: 'later',
      ...details,
    })
  }
  if (['EACCES', 'EPERM', 'EROFS', 'EEXIST', 'ENOTDIR'].includes(code ?? '')) {
    return new AnlaufError('database-failed', `the folder of the database cannot be used: ${message}`, {
      hint: 'Choose a folder that you may write with ANLAUF_HOME, or correct the rights of this one.',
      ...details,
    })
  }
  if (code === '40001' || code === '40P01') {
    return new AnlaufError('database-failed', `the database undid this step: ${message}`, {
      hint: 'Two steps met in the database; repeat the command.',
      retry: 'now',
      ...details,
    })
  }
  if (isConnectionLost(error)) {
    return new AnlaufError('database-failed', `the connection to the database is lost: ${message}`, {
      hint: 'Repeat the command; what was confirmed before is kept. If it fails again, read postgres.log.',
      retry: 'later',
      ...details,
    })
  }
  return new AnlaufError('database-failed', `the database refused: ${message}`, {
    hint: 'Report this with the command that was running; nothing of this step was written.',
    ...details,
  })
}

/** Class 08, the server's own shutdown codes, and what the socket says when nobody listens. */
export function isConnectionLost(error: unknown): boolean {
  const code = codeOf(error) ?? ''
  if (/^08|^57P0/.test(code)) return true
  if (['ECONNREFUSED', 'ECONNRESET', 'ENOENT', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'].includes(code)) return true
  return (
    error instanceof Error && /Connection terminated|connection is lost|not queryable/.test(error.message)
  )
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | null)?.code
  return typeof code === 'string' ? code : undefined
}
