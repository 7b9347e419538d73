import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { canonicalJson } from '../evidence/index.ts'
import type { QueuedClass, QueueOutcome } from './queued-group.ts'
import type { Approver } from './state.ts'

/** What a person signs about groups of the case queue: this outcome, on exactly these facts, for this reason. */
export interface QueueDecision {
  readonly case: string
  readonly unit: string
  readonly class: QueuedClass
  readonly outcome: QueueOutcome
  /** Digests of the groups, sorted: content, places, class, judgement, the version before. */
  readonly facts: readonly string[]
  readonly reason: string
  /** The rule by which the groups were chosen, when they were not chosen one by one. */
  readonly rule?: string
  readonly askedByTenant?: true
  readonly person: string
  readonly role: string
}

/** The bytes under a decision's signature. An approval's bytes never are: they have another verdict. */
export function decisionMessage(decision: QueueDecision): Buffer {
  return Buffer.from(canonicalJson({ ...decision, verdict: 'decide' }))
}

/** Names what was signed; the same words by the same person have the same name. */
export function decisionDigest(decision: QueueDecision): string {
  return createHash('sha256').update(decisionMessage(decision)).digest('hex')
}

/** Signs a decision with an Ed25519 key; base64. */
export function signDecision(decision: QueueDecision, key: KeyObject): string {
  return sign(undefined, decisionMessage(decision), key).toString('base64')
}

/** True when the signature is this person's. */
export function isDecisionSignedBy(decision: QueueDecision, signature: string, approver: Approver): boolean {
  try {
    const key = createPublicKey(approver.publicKey)
    return verify(undefined, decisionMessage(decision), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
