import { alarmScore } from './weights.ts'
import type { FileEvent } from './file-event.ts'

/** Convicted files so far, each with how many changes were judged before it. They do not expire. */
export interface Stock {
  readonly hits: readonly { readonly event: FileEvent; readonly changesBefore: number }[]
  readonly changes: number
}

export const emptyStock: Stock = { hits: [], changes: 0 }

/** Honest changes that are convicted, as assumed in `weights.ts`: one in this many. */
const changesPerFalseHit = 100_000

/** Without an alarm so many hits have no room in any honest history; bounds the work for a hit. */
const mostHits = 64

export function addToStock({ hits, changes }: Stock, event: FileEvent): Stock {
  const next = event.isHit ? [...hits, { event, changesBefore: changes }].slice(-mostHits) : hits
  return { hits: next, changes: changes + 1 }
}

/**
 * Are there more convicted files than chance explains, however slowly they came? Over every stretch from a hit
 * until now, n hits among N changes against a Poisson count of N · 1e-5: score = n·ln(n / λ) − n + λ in
 * milli-nats (the generalised likelihood ratio). Two hits in 73 changes reach the alarm, three in 1,107, six in
 * 22,930; one never does alone. It began with the earliest hit whose stretch does: files of a slow attack that
 * lie further apart than others belong to it as well.
 */
export function scoreStock({ hits, changes }: Stock): { score: number; since: FileEvent | undefined } {
  let [best, since]: [number, FileEvent | undefined] = [0, undefined]
  hits.forEach(({ event, changesBefore }, at) => {
    const score = surprise(hits.length - at, changes - changesBefore)
    if (score >= alarmScore) since ??= event
    best = Math.max(best, score)
  })
  return { score: best, since }
}

function surprise(hits: number, changes: number): number {
  const expected = Math.max(1, changes) / changesPerFalseHit
  if (hits <= expected) return 0
  const score = Math.floor(1000 * (hits * Math.log(hits / expected) - hits + expected))
  return hits === 1 ? Math.min(score, alarmScore - 1) : score
}
