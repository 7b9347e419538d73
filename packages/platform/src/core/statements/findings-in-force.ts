import type { CaseState } from '../case/index.ts'
import { hasPair } from '../updates/index.ts'
import { excludingRoles, findingQuestion } from './finding.ts'
import { countingSigners } from './signed-findings.ts'
import type { FindingState, StatementDesk } from './statement-desk.ts'

/** True when a finding has the signatures that its verdict needs; those of revoked keys count no more. */
export function isInForce(one: FindingState, state: CaseState): boolean {
  const { finding } = one
  const valid = countingSigners(one, state)
  return finding.verdict === 'excluded' ? hasPair(valid, excludingRoles, excludingRoles) : valid.length > 0
}

/**
 * The answers that hold for a tenant, by question: the latest knowledge; of two of one time the graver one, so that
 * nothing is hidden by a tie.
 */
export function findingsInForce(desk: StatementDesk, tenant: string): ReadonlyMap<string, FindingState> {
  const holding = new Map<string, FindingState>()
  for (const one of desk.findings.get(tenant)?.values() ?? []) {
    if (!isInForce(one, desk.case)) continue
    const question = findingQuestion(one.finding)
    const other = holding.get(question)
    if (other === undefined || holdsOver(one, other)) holding.set(question, one)
  }
  return holding
}

const gravity = ['excluded', 'undetermined', 'possible', 'confirmed'] as const

function holdsOver(one: FindingState, other: FindingState): boolean {
  const [a, b] = [one.finding, other.finding]
  // The same moment can be written with and without fractions of a second.
  const later = Date.parse(a.asOf) - Date.parse(b.asOf)
  if (later !== 0) return later > 0
  if (a.verdict !== b.verdict) return gravity.indexOf(a.verdict) > gravity.indexOf(b.verdict)
  return one.hash > other.hash
}
