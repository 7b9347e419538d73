import { createHash } from 'node:crypto'

import type { ApprovalRequest, Content, Subject } from '../case/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import { claimHash } from './draft.ts'

/** What is signed with passkeys: that the register says this from now on, or that it says it no longer. */
export type AskedClaim =
  | {
      readonly kind: 'state'
      readonly statement: ClaimStatement
      /** Hash of what the register said of it when this was asked; empty for nothing. */
      readonly over: string
    }
  | { readonly kind: 'takeBack'; readonly takesBack: string; readonly reason: string }

export interface ClaimRequest {
  readonly subject: Subject
  readonly content: Content
  readonly contentHash: string
}

/** The request for a statement, `over` what the register says now: once it says something else, nobody is asked that any more. */
export function askForClaim(caseId: string, statement: ClaimStatement, over: string): ClaimRequest {
  return {
    subject: { kind: 'claim', name: statement.claim },
    content: { claim: canonicalJson(statement as unknown as Json), over },
    contentHash: claimHash(caseId, statement),
  }
}

/** The request to take back the statement with that hash; nothing takes its place. */
export function askToTakeBack(
  caseId: string,
  claim: string,
  takesBack: string,
  reason: string,
): ClaimRequest {
  return {
    subject: { kind: 'claim', name: claim },
    content: { takesBack, why: reason },
    contentHash: takenBackHash(caseId, claim, takesBack, reason),
  }
}

/** What a request asks; undefined when its content has another form or is not what its hash names. */
export function askedClaim(
  caseId: string,
  { subject, content = {}, contentHash }: Pick<ApprovalRequest, 'subject' | 'content' | 'contentHash'>,
): AskedClaim | undefined {
  if (subject.kind !== 'claim') return undefined
  const { claim, over, takesBack, why } = content
  if (typeof claim === 'string' && typeof over === 'string') {
    const statement = parsed(claim)
    const isSame =
      statement !== undefined &&
      statement.claim === subject.name &&
      claimHash(caseId, statement) === contentHash
    return isSame ? { kind: 'state', statement, over } : undefined
  }
  if (typeof takesBack !== 'string' || typeof why !== 'string') return undefined
  return takenBackHash(caseId, subject.name, takesBack, why) === contentHash
    ? { kind: 'takeBack', takesBack, reason: why }
    : undefined
}

function takenBackHash(caseId: string, claim: string, takesBack: string, why: string): string {
  return createHash('sha256')
    .update(canonicalJson({ case: caseId, claim, takesBack, why }))
    .digest('hex')
}

function parsed(text: string): ClaimStatement | undefined {
  try {
    const value: unknown = JSON.parse(text)
    const isOne = typeof value === 'object' && value !== null && 'claim' in value && 'wording' in value
    return isOne ? (value as ClaimStatement) : undefined
  } catch {
    return undefined
  }
}
