import { AnlaufError } from '../../core/failure.ts'

/** Lets a key through so often a minute, with a burst of the same size. */
export interface RateLimit {
  /** Throws `too-many-requests` with the seconds to wait. */
  take(key: string): void
}

/** Keys that are remembered; beyond it the one that was quiet longest is forgotten. */
const maxKeys = 20_000

/** A bucket that fills up steadily; time is an argument. Kept in memory: a restart forgets it. */
export function rateLimit({
  perMinute,
  burst = perMinute,
  now,
}: {
  readonly perMinute: number
  /** So many at once. */
  readonly burst?: number
  readonly now: () => Date
}): RateLimit {
  const buckets = new Map<string, { left: number; atMs: number }>()
  return {
    take(key) {
      const atMs = now().getTime()
      const bucket = buckets.get(key) ?? { left: burst, atMs }
      const refill = (Math.max(0, atMs - bucket.atMs) / 60_000) * perMinute
      const left = Math.min(burst, bucket.left + refill)
      buckets.delete(key)
      buckets.set(key, { left: Math.max(0, left - 1), atMs })
      const [quietest] = buckets.keys()
      if (buckets.size > maxKeys && quietest !== undefined) buckets.delete(quietest)
      if (left < 1) throw tooMany(Math.ceil(((1 - left) / perMinute) * 60))
    },
  }
}

function tooMany(retryAfterSeconds: number): AnlaufError {
  return new AnlaufError('too-many-requests', 'Too many requests came from here.', {
    hint: `Wait ${retryAfterSeconds} s, then repeat it.`,
    retry: 'later',
    context: { retryAfterSeconds },
  })
}
