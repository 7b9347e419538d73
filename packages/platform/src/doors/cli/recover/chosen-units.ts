import { printName } from '@anlauf/repository'

import type { CaseSession } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { RecoveryPlan } from '../../../phases/recover/index.ts'
import { unitOf } from '../case/access.ts'
import { requireRecordedPlan } from '../case/record.ts'

/**
 * The named units, else all that may run. In a case only its own units run, with exactly the recorded plan;
 * released ones only when they are named.
 */
export function chosenUnits(
  plan: RecoveryPlan,
  session: CaseSession | undefined,
  named: readonly string[] | undefined,
): readonly string[] {
  const known = plan.units.map(({ unit }) => unit)
  const unknown = (named ?? []).filter((unit) => !known.includes(unit))
  if (unknown.length > 0) {
    throw new AnlaufError('not-found', `The plan has no unit ${unknown.join(', ')}.`, {
      hint: `It has: ${known.map(printName).join(', ') || 'none'}.`,
    })
  }
  if (session === undefined) return named ?? known
  const { units } = session.state
  const chosen = named ?? known.filter((unit) => units.has(unit) && units.get(unit)?.released === undefined)
  for (const one of plan.units) {
    if (chosen.includes(one.unit)) requireRecordedPlan(unitOf(session, one.unit), one)
  }
  if (chosen.length > 0) return chosen
  throw new AnlaufError('nothing-to-do', 'Every unit of this plan is released, or not part of the case.', {
    hint: 'See the case with "anlauf case show"; name a unit with --unit to restore it once more.',
  })
}
