import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { canonicalJson, type Json, keyFingerprint } from '../evidence/index.ts'
import { isInstant } from './override.ts'
import type { Approver, UnitState } from './state.ts'

/** What an approver signs: this verdict on exactly these facts, in this name. */
export interface Approval {
  readonly case: string
  readonly unit: string
  readonly contentHash: string
  readonly person: string
  readonly role: string
  /** Until when it counts; signed with the rest. Only approvals from before there was an end lack it. */
  readonly expiresAt?: string
}

/** Facts of three days ago were about another situation: no approval counts longer, whatever its key. */
export const maxApprovalMs = 72 * 60 * 60 * 1000
/** What is meant for tonight is not valid next week. */
const usualApprovalMs = 24 * 60 * 60 * 1000

/** The end of an approval that is signed now. */
export function approvalEnd(at: Date, lastsMs: number = usualApprovalMs): string {
  return new Date(at.getTime() + lastsMs).toISOString()
}

/** True for an end that is still to come and not too far away; without a moment, for every end that has its form. */
export function isEndInTime(expiresAt: string, at: string): boolean {
  const lasts = Date.parse(expiresAt) - Date.parse(at)
  return isInstant(expiresAt) && (at === '' || (lasts > 0 && lasts <= maxApprovalMs))
}

/** A unit never changes, another one takes its place; screens ask for ten thousand of them at once. */
const known = new WeakMap<UnitState, { readonly caseId: string; readonly hash: string }>()

/** SHA-256 over all facts of a unit: what was chosen, restored, verified and scanned. */
export function unitContentHash(caseId: string, unit: UnitState): string {
  const before = known.get(unit)
  if (before?.caseId === caseId) return before.hash
  const hash = hashOf(caseId, unit)
  known.set(unit, { caseId, hash })
  return hash
}

function hashOf(caseId: string, unit: UnitState): string {
  const { chosen, databases, restored, verified, scanned, quarantined, caseReview } = unit
  const facts = {
    case: caseId,
    unit: unit.unit,
    chosen,
    databases,
    restored,
    verified,
    scanned,
    quarantined,
    caseReview,
  }
  const present = Object.fromEntries(Object.entries(facts).filter(([, fact]) => fact !== undefined))
  return createHash('sha256')
    .update(canonicalJson(present as Json))
    .digest('hex')
}

/** The bytes under an approval's signature. */
export function approvalMessage(approval: Approval): Buffer {
  return Buffer.from(canonicalJson({ ...approval, verdict: 'approve' }))
}

/** Signs an approval with an Ed25519 key; base64. */
export function signApproval(approval: Approval, key: KeyObject): string {
  return sign(undefined, approvalMessage(approval), key).toString('base64')
}

/** True when the signature is this approver's. */
export function isSignedBy(approval: Approval, signature: string, approver: Approver): boolean {
  try {
    const key = createPublicKey(approver.publicKey)
    return verify(undefined, approvalMessage(approval), key, Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/**
 * Fingerprint of a public key in PEM; undefined when it is none or not Ed25519. A private key is none, though a
 * public one could be derived from it: what is registered is kept in the evidence for ever.
 */
export function approverKeyId(publicKey: string): string | undefined {
  if (!isPublicPem(publicKey)) return undefined
  try {
    const key = createPublicKey(publicKey)
    return key.asymmetricKeyType === 'ed25519' ? keyFingerprint(key) : undefined
  } catch {
    return undefined
  }
}

/** Exactly one block, so that nothing else rides along. */
function isPublicPem(text: string): boolean {
  return /^\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,400}-----END PUBLIC KEY-----\s*$/.test(text)
}
