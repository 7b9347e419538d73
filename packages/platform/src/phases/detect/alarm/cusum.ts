import type { FileEvent } from './file-event.ts'

/** A cumulated sum and the hit that began its present excursion from zero. */
export interface Cusum {
  readonly score: number
  readonly hits: number
  readonly since: FileEvent | undefined
  /** Nanoseconds since 1970; the sum has decayed up to here. */
  readonly at: bigint
}

export const quietSum: Cusum = { score: 0, hits: 0, since: undefined, at: 0n }

const dayNs = 86_400_000_000_000n
const halfLifeDays = 14

/** 1000 · 2^(−day / 14), rounded. */
const decayPerMille = [1000, 952, 906, 862, 820, 781, 743, 707, 673, 641, 610, 580, 552, 525]

/**
 * One step of Page's cumulative sum, S ← max(0, S + score), with a half-life of 14 days between events: an
 * excursion that nothing feeds dies. Pure, integers only.
 */
export function addToSum(sum: Cusum, event: FileEvent): Cusum {
  const { score, at } = decayed(sum, event.time)
  const next = Math.max(0, score + event.score)
  if (next === 0) return { ...quietSum, at }
  const since = score === 0 ? undefined : sum.since
  return {
    score: next,
    hits: (score === 0 ? 0 : sum.hits) + (event.isHit ? 1 : 0),
    since: since ?? (event.isHit ? event : undefined),
    at,
  }
}

/** Whole days only: the rest waits in `at` until it is one. */
function decayed({ score, at }: Cusum, now: bigint): { score: number; at: bigint } {
  if (score === 0) return { score, at: now }
  const days = Number((now - at) / dayNs)
  if (days <= 0) return { score, at }
  const halved = Math.floor(score / 2 ** Math.floor(days / halfLifeDays))
  return {
    score: Math.floor((halved * (decayPerMille[days % halfLifeDays] ?? 0)) / 1000),
    at: at + BigInt(days) * dayNs,
  }
}
