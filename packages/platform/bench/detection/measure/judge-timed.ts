import {
  type Change,
  defaultThresholds,
  judgeChange,
  type Judgement,
} from '../../../src/phases/detect/index.ts'
import { count } from '../statistics/cube.ts'
import type { Outcome } from './outcome.ts'

type Named = Pick<Change, 'path' | 'before' | 'after'> &
  Partial<Pick<Change, 'oldPath' | 'unseenEnding' | 'massRenamed'>>

/** The judgement that a change gets in a history, and what it cost. */
export function judgeTimed(change: Named, outcome: Outcome): Judgement {
  const startedAt = performance.now()
  const judgement = judgeChange(
    { complete: true, unseenEnding: false, massRenamed: false, ...change },
    defaultThresholds,
  )
  count(outcome.cost, ['judgement', 'ms'], performance.now() - startedAt)
  count(outcome.cost, ['judgement', 'bytes'], change.after.length)
  return judgement
}
