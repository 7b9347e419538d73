import type { CaseSession, FactCommand, UnitState } from '../../../core/case/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { planFact, type RecoveryPlan, summarisePlan, type UnitPlan } from '../../../phases/recover/index.ts'
import { signature } from './access.ts'
import type { AnlaufContext } from '../context.ts'

/** What became of the units of a plan in a case. */
export interface RecordedPlan {
  readonly recorded: readonly string[]
  /** The case holds exactly this plan already; its approvals stay. */
  readonly unchanged: readonly string[]
  /** Back at work: a new plan would take the release back, so it is recorded only when the unit is named. */
  readonly released: readonly string[]
  /** No unit of the case, such as data that no slice rule of the estate claims. */
  readonly notInCase: readonly string[]
}

/** Records what was chosen for every unit of the case whose plan is new. */
export async function recordPlan(
  context: AnlaufContext,
  session: CaseSession,
  plan: RecoveryPlan,
  named: readonly string[] | undefined,
): Promise<RecordedPlan> {
  const fates = Map.groupBy(plan.units, (unit) => fateOf(session.state.units.get(unit.unit), unit, named))
  const facts = (fates.get('recorded') ?? []).map(planFact)
  if (facts.length > 0) await session.execute({ command: 'record', facts }, signature(context))
  const names = (fate: keyof RecordedPlan): string[] => (fates.get(fate) ?? []).map(({ unit }) => unit)
  return {
    recorded: names('recorded'),
    unchanged: names('unchanged'),
    released: names('released'),
    notInCase: names('notInCase'),
  }
}

function fateOf(
  state: UnitState | undefined,
  plan: UnitPlan,
  named: readonly string[] | undefined,
): keyof RecordedPlan {
  if (state === undefined) return 'notInCase'
  if (state.chosen?.planDigest === summarisePlan(plan).digest) return 'unchanged'
  return state.released !== undefined && named?.includes(plan.unit) !== true ? 'released' : 'recorded'
}

/**
 * Throws `plan-invalid` unless the case recorded exactly this plan for the unit: what people approve must be what
 * was shown, not what somebody edited afterwards.
 */
export function requireRecordedPlan(state: UnitState, plan: UnitPlan): void {
  if (state.chosen?.planDigest === summarisePlan(plan).digest) return
  const why =
    state.chosen === undefined
      ? `The case holds no plan for ${plan.unit}.`
      : `The plan for ${plan.unit} is not the one that the case holds (${state.chosen.planDigest.slice(0, 16)}).`
  throw new AnlaufError('plan-invalid', why, {
    hint: 'Make the plan with "anlauf recover plan --case ID …"; that records it. A plan is not edited by hand. Nothing was recorded.',
  })
}

/**
 * Records what a run of a unit came to, unless the case knows exactly this: recording it again would void the
 * approvals, and take a release back, for nothing. Returns whether it was recorded.
 */
export async function recordRun(
  context: AnlaufContext,
  session: CaseSession,
  unit: string,
  facts: readonly FactCommand[],
): Promise<boolean> {
  const state = session.state.units.get(unit)
  if (state !== undefined && isKnown(state, facts)) return false
  await session.execute({ command: 'record', facts }, signature(context))
  return true
}

function isKnown(state: UnitState, facts: readonly FactCommand[]): boolean {
  const held = (type: FactCommand['type']): number => facts.filter((fact) => fact.type === type).length
  if (state.quarantined !== held('item.quarantined')) return false
  if (state.caseReview !== held('item.sentToReview')) return false
  return facts.every((fact) => {
    if (fact.type === 'unit.restored') return isSame(state.restored, fact)
    if (fact.type === 'unit.verified') return isSame(state.verified, fact)
    return fact.type !== 'unit.scanned' || isSame(state.scanned, fact)
  })
}

function isSame(known: FactCommand | undefined, fact: FactCommand): boolean {
  return (
    known !== undefined && canonicalJson(known as unknown as Json) === canonicalJson(fact as unknown as Json)
  )
}
