import { setTimeout as wait } from 'node:timers/promises'

import { RepositoryError, throwIfAborted } from '../../error.ts'
import { Transient } from './transient.ts'

/** How often and how long a failed request is tried again. */
export interface Patience {
  /** Tries in all: ten take two minutes, enough to restart a server. */
  readonly attempts: number
  /** Tries while the other side has never answered: a wrong address should not take minutes to notice. */
  readonly attemptsBeforeContact: number
  /** Wait after the first failure; doubled after each further one. */
  readonly firstMs: number
  readonly longestMs: number
  /** The longest wait that a server may ask for by `Retry-After`. */
  readonly longestAskedMs: number
}

export const defaultPatience: Patience = {
  attempts: 10,
  attemptsBeforeContact: 3,
  firstMs: 500,
  longestMs: 30_000,
  longestAskedMs: 5 * 60_000,
}

/** What is said to whoever watches when a request is tried again. */
export interface RetryNotice {
  readonly message: string
  readonly attempt: number
  readonly waitMs: number
}

/** One connection's view of the other side. */
export interface Contact {
  /** True once anything sensible was heard from it. */
  reached: boolean
}

/**
 * Runs `attempt` until it succeeds, fails for good or patience ends. Waits grow exponentially and are
 * shortened by up to half at random, so that many clients do not come back at once.
 * Throws the `RepositoryError` of the last try, or `aborted`.
 */
export async function withRetries<T>(
  attempt: () => Promise<T>,
  options: {
    patience: Patience
    contact: Contact
    signal?: AbortSignal | undefined
    onRetry?: ((notice: RetryNotice) => void) | undefined
  },
): Promise<T> {
  const { patience, contact, signal } = options
  for (let tries = 1; ; tries += 1) {
    throwIfAborted(signal)
    try {
      return await attempt()
    } catch (error) {
      throwIfAborted(signal)
      if (!(error instanceof Transient)) throw error
      const limit = contact.reached ? patience.attempts : patience.attemptsBeforeContact
      if (tries >= limit || (error.afterMs ?? 0) > patience.longestAskedMs) throw gaveUp(error, tries)
      const waitMs = error.afterMs ?? backoff(patience, tries)
      options.onRetry?.({ message: error.failure.message, attempt: tries, waitMs })
      await pause(waitMs, signal)
    }
  }
}

function backoff({ firstMs, longestMs }: Patience, tries: number): number {
  const full = Math.min(longestMs, firstMs * 2 ** (tries - 1))
  return full * (1 - Math.random() / 2)
}

async function pause(ms: number, signal: AbortSignal | undefined): Promise<void> {
  try {
    await wait(ms, undefined, { signal })
  } catch {
    throwIfAborted(signal)
  }
}

function gaveUp({ failure, afterMs }: Transient, tries: number): RepositoryError {
  const asked =
    afterMs === undefined || afterMs === 0 ? '' : ` It asks to come back in ${Math.ceil(afterMs / 1_000)} s.`
  const count = tries === 1 ? '' : ` Tried ${tries} times.`
  return new RepositoryError(failure.code, `${failure.message}${asked}${count}`, {
    hint: failure.hint,
    retry: failure.retry,
    context: { ...failure.context, tries },
    cause: failure.cause,
  })
}
