import { AnlaufError } from '../../core/failure.ts'

/** What is kept of a failure in the database, and comes back from there. */
export interface JobFailure {
  readonly code: string
  readonly message: string
  readonly hint: string
  readonly retry: 'never' | 'later' | 'now'
}

/** An error as the engine can store it; what it was caused by stays in the worker's own messages. */
export class JobError extends Error {
  readonly failure: JobFailure

  constructor(error: unknown) {
    const { code, message, hint, retry } = (error ?? {}) as Partial<JobFailure>
    super(message ?? String(error))
    this.name = 'JobError'
    this.failure = {
      code: code ?? 'unexpected',
      message: this.message,
      hint: hint ?? 'Report this with the messages of the worker.',
      retry: retry ?? 'never',
    }
  }
}

/** The failure in what the engine gives back. */
export function storedFailure(error: unknown): JobFailure {
  const { failure } = (error ?? {}) as { failure?: JobFailure }
  if (typeof failure?.message !== 'string') return new JobError(error).failure
  // The engine takes it for an error, whose message would not show in JSON.
  const { code, message, hint, retry } = failure
  return { code, message, hint, retry }
}

/** What the database or the engine refused, in words. */
export function workFailure(error: unknown): AnlaufError {
  if (error instanceof AnlaufError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new AnlaufError('database-failed', `The queue in the database cannot be used: ${reason}`, {
    hint: 'Check DATABASE_URL and that the server is reachable, then start the same command again; nothing is given out twice.',
    retry: 'later',
    cause: error,
  })
}
