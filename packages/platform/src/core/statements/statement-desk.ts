import { type CaseState, initialCase, keptApprovals } from '../case/index.ts'
import { hasPair, type Signature, type Signer } from '../updates/index.ts'
import type { Finding } from './finding.ts'

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
export function isPromiseOver({ promisesEnd }: Pick<Revision, 'promisesEnd'>, at: string): boolean {
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

/** What a customer was told last, or last before a revision; a draft that nobody approved told nobody anything. */
export function lastTold(desk: StatementDesk, tenant: string, before = Infinity): Revision | undefined {
  return (desk.statements.get(tenant) ?? []).findLast(
    (one) => one.revision < before && statementStage(desk, tenant, one) !== 'in review',
  )
}

/** Names one letter. */
export function letterKey(tenant: string, contentHash: string): string {
  return `${contentHash} ${tenant}`
}
