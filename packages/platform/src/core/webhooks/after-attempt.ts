/** What came of one attempt: an answer, or why there was none. */
export type Attempt = { readonly status: number; readonly retryAfter?: string } | { readonly failure: string }

export type AfterAttempt =
  | { readonly kind: 'delivered' | 'given-up' | 'gone' }
  | { readonly kind: 'again'; readonly at: Date }

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
 * too, is a failure: tried again after the pause, or later when `Retry-After` says so. `random` lies in [0, 1).
 */
export function afterAttempt(
  attempt: Attempt,
  { count, now, random }: { readonly count: number; readonly now: Date; readonly random: number },
): AfterAttempt {
  if ('status' in attempt && attempt.status >= 200 && attempt.status < 300) return { kind: 'delivered' }
  if ('status' in attempt && attempt.status === 410) return { kind: 'gone' }
  const pause = pauses[count - 1]
  if (pause === undefined) return { kind: 'given-up' }
  const own = pause * (1 - jitter + 2 * jitter * random)
  const asked = 'status' in attempt ? secondsAsked(attempt.retryAfter, now) : 0
  return { kind: 'again', at: new Date(now.getTime() + Math.max(own, asked) * 1000) }
}

/** RFC 9110, 10.2.3: seconds or a date. Nonsense counts for nothing. */
function secondsAsked(retryAfter: string | undefined, now: Date): number {
  if (retryAfter === undefined) return 0
  const seconds = /^\d{1,9}$/.test(retryAfter)
    ? Number(retryAfter)
    : (Date.parse(retryAfter) - now.getTime()) / 1000
  return Number.isFinite(seconds) ? Math.min(Math.max(seconds, 0), longestWaitSeconds) : 0
}

const quarantineAfter = 10
const quarantineWithinMs = 60 * 60_000

/** True for an endpoint that only failed in the last hour, ten times or more. Newest first. */
export function isToBeHeld(
  attempts: readonly { readonly at: Date; readonly isDelivered: boolean }[],
  now: Date,
): boolean {
  const success = attempts.findIndex(({ isDelivered }) => isDelivered)
  const failures = success === -1 ? attempts : attempts.slice(0, success)
  return (
    failures.filter(({ at }) => now.getTime() - at.getTime() <= quarantineWithinMs).length >= quarantineAfter
  )
}
