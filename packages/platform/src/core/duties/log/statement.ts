import { type KeyObject, sign, verify, createPublicKey } from 'node:crypto'

import type { DutyEvent } from '../../estate/index.ts'
import { canonicalJson } from '../../evidence/index.ts'

/** What moves a due time later or ends a clock without a submission: two people sign it, or it counts for nothing. */
export type Statement =
  | {
      readonly kind: 'redate'
      readonly event: DutyEvent
      readonly occurredAt: string
      /** How many re-datings of the event came before: an old signature opens nothing twice. */
      readonly round: number
    }
  | {
      readonly kind: 'notApplicable'
      readonly duty: string
      readonly tenant?: string
      /** How often this clock was reopened before. */
      readonly round: number
    }

/** A statement as one person signs it, with the reason that all who sign share. */
export interface SignedStatement {
  readonly case: string
  readonly statement: Statement
  readonly reason: string
  readonly person: string
  readonly role: string
}

/** The bytes under a signature. */
export function statementMessage(signed: SignedStatement): Buffer {
  return Buffer.from(canonicalJson({ ...signed, verdict: 'agree' }))
}

/** Signs with an Ed25519 key; base64. */
export function signStatement(signed: SignedStatement, key: KeyObject): string {
  return sign(undefined, statementMessage(signed), key).toString('base64')
}

/** True when the signature was made with the key whose public half this PEM is. */
export function isStatementSignedBy(signed: SignedStatement, signature: string, publicKey: string): boolean {
  try {
    const key = createPublicKey(publicKey)
    return verify(undefined, statementMessage(signed), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** Statements with one name are one statement, whoever signs it. */
export function statementName(statement: Statement, reason: string): string {
  return canonicalJson({ statement, reason })
}
