import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import type { CaseState } from '../case/index.ts'
import { canonicalJson } from '../evidence/index.ts'

/** What a person signs: yes to exactly this content. `subject` says what kind of thing it is. */
export interface SignedDecision {
  /** Empty for a template: it is signed before there is a case. */
  readonly case: string
  readonly subject: 'update' | 'template' | 'claim' | 'service' | 'notice' | 'finding' | 'statement'
  readonly name: string
  readonly contentHash: string
  readonly person: string
  readonly role: string
}

/** A decision with its signature, as the log keeps it. */
export interface Signature {
  readonly person: string
  readonly role: string
  readonly keyId: string
  readonly contentHash: string
  /** Ed25519 over `decisionMessage`, base64. */
  readonly signature: string
}

/** Who signed what, however: with a key in a file, or with a passkey under a request. */
export type Signer = Omit<Signature, 'signature'>

/** The bytes under a signature. */
export function decisionMessage(decision: SignedDecision): Buffer {
  return Buffer.from(canonicalJson({ ...decision, verdict: 'approve' }))
}

/** Signs a decision with an Ed25519 key; base64. */
export function signDecision(decision: SignedDecision, key: KeyObject): string {
  return sign(undefined, decisionMessage(decision), key).toString('base64')
}

/** True when a registered person signed exactly this, in the registered role and with the registered key. */
export function isGenuine(
  state: CaseState,
  subject: SignedDecision['subject'],
  name: string,
  { person, role, keyId, contentHash, signature }: Signature,
): boolean {
  const approver = state.approvers.get(person)
  if (approver === undefined || approver.keyId !== keyId || approver.role !== role) return false
  try {
    const message = decisionMessage({
      case: caseOf(subject, state.id),
      subject,
      name,
      contentHash,
      person,
      role,
    })
    return verify(undefined, message, createPublicKey(approver.publicKey), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** The case that stands under a signature. */
export function caseOf(subject: SignedDecision['subject'], caseId: string): string {
  return subject === 'template' ? '' : caseId
}

/** Two different people with two different keys, one in a role of each list. */
export function hasPair(
  signatures: readonly Pick<Signature, 'person' | 'role' | 'keyId'>[],
  first: readonly string[],
  second: readonly string[],
): boolean {
  return signatures.some(
    (one) =>
      first.includes(one.role) &&
      signatures.some(
        (other) => second.includes(other.role) && one.person !== other.person && one.keyId !== other.keyId,
      ),
  )
}
