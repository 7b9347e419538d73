/** Every reason for which the platform stops; each has a page in `docs/errors`. */
export type AnlaufErrorCode =
  | 'aborted'
  | 'api-failed'
  | 'cannot-isolate'
  | 'case-moved-on'
  | 'database-failed'
  | 'drill-marker-missing'
  | 'drill-failed'
  | 'emergency-plan-invalid'
  | 'estate-invalid'
  | 'evidence-broken'
  | 'gate-closed'
  | 'hook-failed'
  | 'input-invalid'
  | 'mariadb-failed'
  | 'medium-needed'
  | 'no-space'
  | 'not-found'
  | 'not-permitted'
  | 'not-signed-in'
  | 'nothing-to-do'
  | 'plan-invalid'
  | 'postgres-failed'
  | 'queue-outdated'
  | 'rules-invalid'
  | 'scanner-failed'
  | 'shard-failed'
  | 'too-many-requests'
  | 'unsafe-target'
  | 'vault-failed'
  | 'wal-invalid'
  | 'workplace-invalid'
  | 'write-failed'

/**
 * The platform's one error class, written for the person at 3 a.m.: `message` says what happened,
 * `hint` what to do now, `retry` whether the same call can succeed later.
 */
export class AnlaufError extends Error {
  readonly code: AnlaufErrorCode
  readonly hint: string
  readonly retry: 'never' | 'later' | 'now'
  readonly context: Readonly<Record<string, unknown>>

  constructor(
    code: AnlaufErrorCode,
    message: string,
    options: {
      hint: string
      retry?: 'never' | 'later' | 'now'
      context?: Readonly<Record<string, unknown>>
      cause?: unknown
    },
  ) {
    super(message, options.cause === undefined ? {} : { cause: options.cause })
    this.name = 'AnlaufError'
    this.code = code
    this.hint = options.hint
    this.retry = options.retry ?? 'never'
    this.context = options.context ?? {}
  }
}
