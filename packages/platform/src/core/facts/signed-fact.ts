import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import type { CaseState } from '../case/index.ts'
import { canonicalJson } from '../evidence/index.ts'
import type { StatedFact } from './fact.ts'

/** A person's word for a fact, or for taking one back, as the log keeps it. */
export interface FactSignature {
  readonly person: string
  readonly role: string
  readonly keyId: string
  /** Ed25519 over `factMessage`, base64. */
  readonly signature: string
}

/** Who stated it: with a key in a file, or with a passkey under a request. */
export type FactSigner = Pick<FactSignature, 'person' | 'role' | 'keyId'> & { readonly request?: string }

/** A fact with who stated it and when. */
export interface KnownFact extends StatedFact {
  readonly id: string
  readonly hash: string
  readonly statedAt: string
  readonly signed: FactSigner
}

/** What a person signs: that exactly this is so, or that it is taken back. */
export interface SignedFact {
  readonly case: string
  readonly verdict: 'state' | 'withdraw'
  /** Hash of the fact; of a withdrawal, of the fact and the reason. */
  readonly contentHash: string
  readonly person: string
  readonly role: string
}

/** The bytes under a signature. */
export function factMessage(signed: SignedFact): Buffer {
  return Buffer.from(canonicalJson({ ...signed, subject: 'fact' }))
}

/** Signs with an Ed25519 key; base64. */
export function signFact(signed: SignedFact, key: KeyObject): string {
  return sign(undefined, factMessage(signed), key).toString('base64')
}

/** True when a registered person signed exactly this, in the registered role and with the registered key. */
export function isFactSignedBy(
  state: CaseState,
  what: Pick<SignedFact, 'verdict' | 'contentHash'>,
  { person, role, keyId, signature }: FactSignature,
): boolean {
  const approver = state.approvers.get(person)
  if (approver === undefined || approver.keyId !== keyId || approver.role !== role) return false
  try {
    const message = factMessage({ case: state.id, ...what, person, role })
    return verify(undefined, message, createPublicKey(approver.publicKey), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}
