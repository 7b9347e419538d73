import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'
import type { EventOf } from './events.ts'
import type { Word } from './quorum.ts'
import type { Sealed } from './seal.ts'

/** Something that waits for signatures, or got them. */
export interface ApprovalRequest extends Omit<EventOf<'approval.requested'>, 'type' | 'head'> {
  /** Hash of the request's entry: whoever signs, signs under this state of the log. */
  readonly head: string
  readonly at: string
  /** Words that counted when they were said, withdrawn ones left out; the last of each person. */
  readonly given: readonly GivenWord[]
  /** Digests of all decisions that were signed: each counts once. */
  readonly said: ReadonlySet<string>
  readonly withdrawn?: { readonly by: string; readonly reason: string; readonly at: string }
}

export interface GivenWord extends Word {
  readonly verdict: 'approve' | 'reject'
  readonly reason: string
  readonly at: string
  readonly isPasskey: boolean
}

/** What a person signs about a request. */
export interface RequestDecision {
  readonly request: string
  readonly verdict: 'approve' | 'reject'
  readonly person: string
  readonly role: string
  readonly reason: string
  readonly signedAt: string
}

/** The text that is signed; whatever the signer has to know stands in it. */
export function requestStatement(
  caseId: string,
  request: Pick<ApprovalRequest, 'request' | 'subject' | 'contentHash' | 'scope' | 'expiresAt' | 'exercise'>,
  { verdict, person, role, reason, signedAt }: Omit<RequestDecision, 'request'>,
): string {
  const { request: id, subject, contentHash, scope, expiresAt, exercise } = request
  return canonicalJson({
    case: caseId,
    request: id,
    subject,
    contentHash,
    scope,
    expiresAt,
    exercise,
    verdict,
    person,
    role,
    reason,
    signedAt,
  } as unknown as Json)
}

/** The same with the place in the log that it is bound to. */
export function requestSealed(caseId: string, request: ApprovalRequest, decision: RequestDecision): Sealed {
  const statement = Buffer.from(requestStatement(caseId, request, decision))
  return { head: request.head, statement, ...(request.origin !== undefined && { origin: request.origin }) }
}

export function statementDigest(statement: Uint8Array | string): string {
  return createHash('sha256').update(statement).digest('hex')
}
