import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import type { CaseState } from '../case/index.ts'
import { canonicalJson } from '../evidence/index.ts'

/** A person's yes to a filing as it reads, or to the use of a document that is kept apart. */
export interface FilingSignature {
  readonly person: string
  readonly role: string
  readonly keyId: string
  readonly contentHash: string
  /** Ed25519 over `filingMessage`, base64. */
  readonly signature: string
}

export interface SignedFiling {
  readonly case: string
  readonly subject: 'filing' | 'consent' | 'tag'
  /** Of the filing; of a consent, the filing that the document goes into. */
  readonly name: string
  readonly contentHash: string
  readonly person: string
  readonly role: string
}

/** The bytes under a signature. */
export function filingMessage(signed: SignedFiling): Buffer {
  return Buffer.from(canonicalJson({ ...signed, verdict: 'approve' }))
}

export function signFiling(signed: SignedFiling, key: KeyObject): string {
  return sign(undefined, filingMessage(signed), key).toString('base64')
}

/** What is signed by who lets a document that is kept apart into a filing. */
export function consentHash(document: string, tag: string, reason: string): string {
  return createHash('sha256').update(canonicalJson({ document, tag, reason })).digest('hex')
}

/** What is signed by who says what a file is. */
export function tagHash(document: string, tag: string, label: string): string {
  return createHash('sha256').update(canonicalJson({ document, tag, label })).digest('hex')
}

/** What is signed of a filing: its content, and with a gap the reason for going on. */
export function approvalHash(contentHash: string, incomplete: string | undefined): string {
  if (incomplete === undefined) return contentHash
  return createHash('sha256').update(canonicalJson({ contentHash, incomplete })).digest('hex')
}

/** True when a registered person signed exactly this, in the registered role and with the registered key. */
export function isFilingSignedBy(
  state: CaseState,
  { subject, name, contentHash }: Pick<SignedFiling, 'subject' | 'name' | 'contentHash'>,
  { person, role, keyId, signature }: FilingSignature,
): boolean {
  const approver = state.approvers.get(person)
  if (approver === undefined || approver.keyId !== keyId || approver.role !== role) return false
  try {
    const message = filingMessage({ case: state.id, subject, name, contentHash, person, role })
    return verify(undefined, message, createPublicKey(approver.publicKey), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
