import { type CaseState, initialCase } from '../case/index.ts'
import { hasPair, type Signature } from '../updates/index.ts'
import { excludingRoles, type Finding, findingQuestion } from './finding.ts'

/** A finding with everybody who signed it. */
export interface FindingState {
  readonly finding: Finding
  readonly hash: string
  readonly signatures: readonly Signature[]
}

/** One version of what a tenant is told. */
export interface Revision {
  readonly revision: number
  readonly contentHash: string
  readonly substance: string
  readonly draftedAt: string
  readonly approvals: readonly Signature[]
  readonly posted?: {
    readonly how: 'letter' | 'registered'
    readonly postedAt: string
    readonly reference?: string
  }
  readonly delivered?: { readonly deliveredAt: string; readonly proof: string }
}

/** The findings and statements of a case, by tenant. */
export interface StatementDesk {
  readonly case: CaseState
  /** By hash within a tenant, in the order of the log. */
  readonly findings: ReadonlyMap<string, ReadonlyMap<string, FindingState>>
  /** The last one is the present one. */
  readonly statements: ReadonlyMap<string, readonly Revision[]>
}

export function initialStatements(caseId: string): StatementDesk {
  return { case: initialCase(caseId), findings: new Map(), statements: new Map() }
}

/** Who lets a statement out: one who answers for data protection, one who knows what was found. */
export const statementRoles = { law: ['dpo'], findings: ['forensics'] } as const

/** True when a finding has the signatures that its verdict needs; those of revoked keys count no more. */
export function isInForce({ finding, signatures }: FindingState, { revoked }: CaseState): boolean {
  const valid = signatures.filter(({ keyId }) => !revoked.has(keyId))
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

/** Signatures that count for a revision: over its content, by keys that were not revoked. */
export function statementApprovals(desk: StatementDesk, revision: Revision): readonly Signature[] {
  return revision.approvals.filter(
    ({ contentHash, keyId }) => contentHash === revision.contentHash && !desk.case.revoked.has(keyId),
  )
}

export type StatementStage = 'in review' | 'approved' | 'posted' | 'delivered'

export function statementStage(desk: StatementDesk, revision: Revision): StatementStage {
  if (revision.delivered !== undefined) return 'delivered'
  if (revision.posted !== undefined) return 'posted'
  const isApproved = hasPair(statementApprovals(desk, revision), statementRoles.law, statementRoles.findings)
  return isApproved ? 'approved' : 'in review'
}
