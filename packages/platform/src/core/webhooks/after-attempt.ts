/** What came of one attempt: an answer, or why there was none. */
export type Attempt = { readonly status: number; readonly retryAfter?: string } | { readonly failure: string }

export type AfterAttempt =
  | { readonly kind: 'delivered' | 'given-up' | 'gone' }
  | { readonly kind: 'again'; readonly at: Date; readonly notBefore?: Date }

const hour = 3600
/** Pauses after each failed attempt, in seconds, as Standard Webhooks advises: over three days in all. */
export const pauses = [
  5,
  300,
  hour / 2,
  2 * hour,
  5 * hour,
  10 * hour,
  14 * hour,
  20 * hour,
  24 * hour,
] as const
/** Two hundred endpoints that failed together do not come back together. */
const jitter = 0.1
/** A receiver may ask for more time, not for ever. */
const longestWaitSeconds = 24 * hour

/**
 * What follows from the `count`th attempt. 2xx: it has it. 410: it wants nothing more. Everything else, a redirect
 * too, is a failure: tried again after the pause, or later when `Retry-After` says so. A message that is refused as it
 * is (other 4xx) is given up after four attempts, or it would hold up those behind it for days; one that was tried ten
 * times waits for a person with its endpoint (`isToBeHeld`). `random` lies in [0, 1).
 */
export function afterAttempt(
  attempt: Attempt,
  { count, now, random }: { readonly count: number; readonly now: Date; readonly random: number },
): AfterAttempt {
  if ('status' in attempt && attempt.status >= 200 && attempt.status < 300) return { kind: 'delivered' }
  if ('status' in attempt && attempt.status === 410) return { kind: 'gone' }
  if (count >= refusedAttempts && 'status' in attempt && isRefusal(attempt.status))
    return { kind: 'given-up' }
  const pause = pauses[Math.min(count, pauses.length) - 1] ?? longestWaitSeconds
  const own = pause * (1 - jitter + 2 * jitter * random)
  const asked = 'status' in attempt ? secondsAsked(attempt.retryAfter, now) : 0
  const inSeconds = (seconds: number): Date => new Date(now.getTime() + seconds * 1000)
  return {
    kind: 'again',
    at: inSeconds(Math.max(own, asked)),
    ...(asked > 0 && { notBefore: inSeconds(asked) }),
  }
}

/** Half an hour of attempts: a receiver that is being set up gets what came meanwhile. */
const refusedAttempts = 4

/** It is about this message, not about now: not too slow, too early, too many. */
function isRefusal(status: number): boolean {
  return status >= 400 && status < 500 && ![408, 425, 429].includes(status)
}

/** RFC 9110, 10.2.3: seconds or a date. Nonsense counts for nothing. */
function secondsAsked(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestWaitSeconds) : 0
}

/** As many as one message has pauses, and one: over three days where nothing else is published meanwhile. */
export const quarantineAfter = pauses.length + 1

/** True for an endpoint whose newest ten attempts all failed, of whatever messages. Newest first. */
export function isToBeHeld(attempts: readonly { readonly isDelivered: boolean }[]): boolean {
  const newest = attempts.slice(0, quarantineAfter)
  return newest.length === quarantineAfter && newest.every(({ isDelivered }) => !isDelivered)
}
