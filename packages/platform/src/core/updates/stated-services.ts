import { createHash } from 'node:crypto'

import type { Words } from '../estate/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import type { ServiceState } from '../messages/index.ts'

/** States that a person may set; all others follow from events. `as_recorded` takes a statement back. */
export const statedStates = [
  'not_affected',
  'degraded_performance',
  'workaround',
  'available_rework',
  'partial_outage',
  'isolated_running',
  'under_maintenance',
  'major_outage',
  'as_recorded',
] as const
export type StatedState = (typeof statedStates)[number]

/** What a person who answers for a service says of it. */
export interface ServiceStatement {
  readonly service: string
  readonly state: StatedState
  readonly asOf: string
  /** What users can do meanwhile; a workaround has to say it. */
  readonly instruction?: Words
  /** SHA-256 of what "not affected" rests on. */
  readonly evidence: readonly string[]
}

/** Who may set a state. That a service is down may be said by everybody who is registered. */
export function maySet(state: StatedState, role: string): boolean {
  return state === 'major_outage' || role === 'service-owner'
}

/** SHA-256 over a statement, as it is signed. */
export function serviceHash(caseId: string, statement: ServiceStatement): string {
  const text = canonicalJson({ case: caseId, statement } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}

/**
 * The state the public sees. A statement can make it worse than the records say, or name a workaround; nothing a
 * person says makes a service operational.
 */
export function shownState(recorded: ServiceState, stated: StatedState | undefined): ServiceState {
  if (stated === undefined || stated === 'as_recorded') return recorded
  if (recorded === 'unknown') return stated === 'available_rework' ? recorded : stated
  if (stated === 'workaround') return stated
  if (stated === 'available_rework') return recorded === 'operational' ? stated : recorded
  if (stated === 'not_affected') return recorded
  return severity[stated] > severity[recorded] ? stated : recorded
}

/** How far a state is from normal work. */
export const severity: Readonly<Record<ServiceState, number>> = {
  not_affected: 0,
  operational: 0,
  degraded_performance: 1,
  workaround: 1,
  available_rework: 1,
  partial_outage: 2,
  restored_pending_release: 3,
  verifying: 4,
  under_maintenance: 4,
  restoring: 5,
  offline_by_plan: 6,
  isolated_running: 7,
  unknown: 8,
  major_outage: 9,
}
