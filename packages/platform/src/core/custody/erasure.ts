import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { canonicalJson } from '../evidence/index.ts'

/** What each of two people signs before an original is erased. */
export interface Erasure {
  readonly case: string
  readonly sha256: string
  readonly reason: string
  readonly person: string
  readonly role: string
}

/** Signs with an Ed25519 key; base64. */
export function signErasure(erasure: Erasure, key: KeyObject): string {
  return sign(undefined, messageOf(erasure), key).toString('base64')
}

/** True when the signature was made with the key whose public half this PEM is. */
export function isErasureSignedBy(erasure: Erasure, signature: string, publicKey: string): boolean {
  try {
    return verify(undefined, messageOf(erasure), createPublicKey(publicKey), Buffer.from(signature, 'base64'))
  } catch {
    return false
  }
}

/** `verdict` keeps it apart from everything else that these keys sign. */
function messageOf(erasure: Erasure): Buffer {
  return Buffer.from(canonicalJson({ ...erasure, verdict: 'erase' }))
}
