import { type CaseState, initialCase, keptApprovals } from '../case/index.ts'
import { hasPair, type Signature, type Signer } from '../updates/index.ts'
import { excludingRoles, type Finding, findingQuestion } from './finding.ts'
import { countingSigners } from './signed-findings.ts'

/** A finding with everybody who signed it. */
export interface FindingState {
  readonly finding: Finding
  readonly hash: string
  readonly signatures: readonly FindingSigner[]
}

/** Who signed a finding: with a key in a file, or with a passkey under a request. */
export type FindingSigner = Signer & { readonly request?: string }

/** One version of what a tenant is told. */
export interface Revision {
  readonly revision: number
  readonly contentHash: string
  readonly substance: string
  readonly wording?: string
  readonly promisesEnd?: string
  readonly draftedAt: string
  readonly approvals: readonly Signature[]
  /** Why it went out though it says something else than was known. */
  readonly outdatedAnyway?: string
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
  /** Requests for signatures by passkeys, by the letter (`letterKey`). */
  readonly asked: ReadonlyMap<string, readonly string[]>
  /** The tenants whose letters somebody opened, by request and person (`readerOf`). */
  readonly seen: ReadonlyMap<string, ReadonlySet<string>>
  /** Who had opened all that they had to when they signed. */
  readonly read: ReadonlySet<string>
}

export function initialStatements(caseId: string): StatementDesk {
  return {
    case: initialCase(caseId),
    findings: new Map(),
    statements: new Map(),
    asked: new Map(),
    seen: new Map(),
    read: new Set(),
  }
}

/** Who lets a statement out: one who answers for data protection, one who knows what was found. */
export const statementRoles = { law: ['dpo'], findings: ['forensics'] } as const

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

/**
 * Signatures that count for a revision: over its content, by keys that were not revoked; of passkeys those whose person
 * had opened the letters that they had to.
 */
export function statementApprovals(
  desk: StatementDesk,
  tenant: string,
  { contentHash, approvals }: Revision,
): readonly Signer[] {
  const byFile = approvals.filter(
    (one) => one.contentHash === contentHash && !desk.case.revoked.has(one.keyId),
  )
  const byPasskey = (desk.asked.get(letterKey(tenant, contentHash)) ?? []).flatMap((id) => {
    const request = desk.case.requests.get(id)
    if (request === undefined) return []
    return keptApprovals(desk.case, request)
      .filter(({ person }) => desk.read.has(readerOf(id, person)))
      .map(({ person, role, keyId }) => ({ person, role, keyId, contentHash }))
  })
  return [...byFile, ...byPasskey]
}

/** True when a date that a letter promises is over: it must not leave any more. Of old drafts only their text knows. */
export function isPromiseOver({ promisesEnd }: Revision, at: string): boolean {
  return promisesEnd !== undefined && promisesEnd <= at
}

export type StatementStage = 'in review' | 'approved' | 'posted' | 'delivered'

export function statementStage(desk: StatementDesk, tenant: string, revision: Revision): StatementStage {
  if (revision.delivered !== undefined) return 'delivered'
  if (revision.posted !== undefined) return 'posted'
  const isApproved = hasPair(
    statementApprovals(desk, tenant, revision),
    statementRoles.law,
    statementRoles.findings,
  )
  return isApproved ? 'approved' : 'in review'
}

/** Names who reads the letters of a request. */
export function readerOf(request: string, person: string): string {
  return `${request} ${person}`
}

/** Names one letter. */
export function letterKey(tenant: string, contentHash: string): string {
  return `${contentHash} ${tenant}`
}
