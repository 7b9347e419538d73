import type { Outcome } from '../measure/outcome.ts'
import { count } from '../statistics/cube.ts'
import { detectors, type SeenChange } from './detectors.ts'

/** Counts every baseline's score of a change, and what the baseline cost. */
export function scoreBaselines(
  change: SeenChange,
  group: readonly [side: 'benign' | 'attack', kind: string],
  outcome: Outcome,
): void {
  for (const { name, score } of detectors) {
    const startedAt = performance.now()
    const found = score(change)
    count(outcome.cost, [name, 'ms'], performance.now() - startedAt)
    count(outcome.cost, [name, 'bytes'], change.after.length)
    count(outcome.scores, [name, ...group, String(found)])
  }
}
