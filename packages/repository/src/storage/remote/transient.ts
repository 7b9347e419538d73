import type { RepositoryError } from '../../error.ts'

/** A failure that may pass by itself. The retry loop asks again; every other error is final at once. */
export class Transient extends Error {
  /** What the caller hears when patience ends. */
  readonly failure: RepositoryError
  /** The wait the other side asked for, or 0 when waiting is of no use. */
  readonly afterMs: number | undefined

  constructor(failure: RepositoryError, options: { afterMs?: number | undefined } = {}) {
    super(failure.message, { cause: failure })
    this.name = 'Transient'
    this.failure = failure
    this.afterMs = options.afterMs
  }
}
