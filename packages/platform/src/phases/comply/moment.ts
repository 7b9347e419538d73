import { exerciseEnd } from '../../core/case/index.ts'
import type { FactBase } from '../../core/facts/index.ts'

/** When clocks are looked at: now; of an exercise that is over its end, after which nothing becomes due. */
export function momentOf({ known }: Pick<FactBase, 'known'>): Temporal.Instant {
  return Temporal.Instant.from(exerciseEnd(known.case) ?? known.now.toISOString())
}
