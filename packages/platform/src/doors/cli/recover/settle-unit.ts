import { readFileSync } from 'node:fs'

import {
  type EngineDescription,
  type RecoveryPlan,
  unitFacts,
  type UnitOutcome,
  type Verification,
} from '../../../phases/recover/index.ts'
import { openDeclaredCase, unitOf } from '../case/access.ts'
import { recordRun, requireRecordedPlan } from '../case/record.ts'
import type { AnlaufContext } from '../context.ts'
import type { UnitRun } from './run-description.ts'
import type { Stores } from '../access/stores.ts'

interface Settling {
  readonly stores: Stores | undefined
  readonly caseId: string | undefined
  readonly plan: RecoveryPlan
  readonly engine: EngineDescription
}

/**
 * Records in the case what a run of a unit came to. A run takes hours: the case is read again, because its plan may
 * be another one by now.
 */
export async function settleUnit(
  context: AnlaufContext,
  { stores, caseId, plan, engine }: Settling,
  unit: UnitOutcome,
  verification: Verification,
): Promise<UnitRun['inCase']> {
  if (stores === undefined || caseId === undefined) return undefined
  if (verification.problems.length > 0) return 'not verified'
  const session = await openDeclaredCase(context, stores, caseId)
  const planned = plan.units.find((one) => one.unit === unit.unit)
  if (planned !== undefined) requireRecordedPlan(unitOf(session, unit.unit), planned)
  const manifest = readFileSync(unit.manifestFile, 'utf8')
  const facts = unitFacts(unit, manifest, engine, verification)
  return (await recordRun(context, session, unit.unit, facts)) ? 'recorded' : 'unchanged'
}
