/** Every reason for which a repository operation stops. */
export type RepositoryErrorCode =
  | 'no-repository'
  | 'repository-exists'
  | 'wrong-password'
  | 'no-key'
  | 'damaged'
  | 'missing-object'
  | 'locked'
  | 'unsafe-name'
  | 'unsupported'
  | 'no-space'
  | 'unreachable'
  | 'untrusted'
  | 'access-denied'
  | 'write-failed'
  | 'read-failed'
  | 'limit-exceeded'
  | 'aborted'
  | 'invalid-argument'

/**
 * The library's one error class: `message` says what happened, `hint` what to do now,
 * `retry` whether the same call can succeed without (`now`), after (`later`) or never by waiting.
 */
export class RepositoryError extends Error {
  readonly code: RepositoryErrorCode
  readonly hint: string
  readonly retry: 'never' | 'later' | 'now'
  readonly context: Record<string, unknown>

  constructor(
    code: RepositoryErrorCode,
    message: string,
    options: {
      hint: string
      retry?: 'never' | 'later' | 'now'
      context?: Record<string, unknown>
      cause?: unknown
    },
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'RepositoryError'
    this.code = code
    this.hint = options.hint
    this.retry = options.retry ?? 'never'
    this.context = options.context ?? {}
  }
}

/** A `damaged` error with the hint that fits every stored object: other copies may be whole. */
export function damaged(
  message: string,
  context: Record<string, unknown> = {},
  cause?: unknown,
): RepositoryError {
  return new RepositoryError('damaged', message, {
    hint: 'Run "anlauf repo check --read-data" to see what else is hit; use another copy of the repository or an older snapshot.',
    context,
    cause,
  })
}

/** True when the place failed or refused, not one file: nothing is known about what lies there. */
export function placeFailed(error: unknown): boolean {
  return error instanceof RepositoryError && placeCodes.has(error.code)
}

const placeCodes: ReadonlySet<RepositoryErrorCode> = new Set([
  'unreachable',
  'untrusted',
  'access-denied',
  'aborted',
])

/** Throws `aborted` once the signal has fired; call it between pieces of work. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted !== true) return
  throw new RepositoryError('aborted', 'The operation was cancelled.', {
    hint: 'Start it again when you are ready; what was finished is kept.',
    retry: 'now',
    cause: signal.reason,
  })
}

/** Gives any thrown value the library's shape; a `RepositoryError` passes unchanged. */
export function asRepositoryError(
  error: unknown,
  code: RepositoryErrorCode,
  message: string,
): RepositoryError {
  if (error instanceof RepositoryError) return error
  const reason = error instanceof Error ? error.message : String(error)
  return new RepositoryError(code, `${message}: ${reason}`, {
    hint: 'See the cause; the object named in the message is the place to look.',
    cause: error,
  })
}
