import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { canonicalJson, keyFingerprint, type Json } from '../../../core/evidence/index.ts'

/** What may be deleted, and until when. Names are `kind/id`, sorted. */
export interface DeletePlan {
  /** Fingerprint of the vault's key: a plan of another vault is none. */
  readonly vault: string
  readonly repository: string
  readonly objects: readonly string[]
  readonly bytes: number
  readonly createdAt: string
  readonly expiresAt: string
}

export interface PlanApproval {
  readonly person: string
  readonly signature: string
}

/** Who may approve a plan: registered at the vault, never over the network. */
export interface PlanApprover {
  readonly person: string
  /** Ed25519, PEM. */
  readonly publicKey: string
}

export const approvalsNeeded = 2

/** Names a plan, and is what people compare before they sign. */
export function planDigest(plan: DeletePlan): string {
  return createHash('sha256').update(planBytes(plan)).digest('hex')
}

export function signPlan(plan: DeletePlan, person: string, key: KeyObject): PlanApproval {
  return { person, signature: sign(undefined, message(plan, person), key).toString('base64') }
}

/**
 * The registered people whose signatures on this plan are good. One key counts once, under whatever names, and a
 * name once, with whatever keys.
 */
export function approversOf(
  plan: DeletePlan,
  approvals: readonly PlanApproval[],
  registered: readonly PlanApprover[],
): readonly string[] {
  const people = new Set<string>()
  const keys = new Set<string>()
  for (const { person, signature } of approvals) {
    const approver = registered.find((one) => one.person === person)
    const key = approver === undefined ? undefined : publicKeyOf(approver)
    if (key === undefined || people.has(person) || keys.has(keyFingerprint(key))) continue
    if (!verify(undefined, message(plan, person), key, Buffer.from(signature, 'base64'))) continue
    people.add(person)
    keys.add(keyFingerprint(key))
  }
  return [...people]
}

/** The Ed25519 key of an approver; undefined when it is none. */
export function publicKeyOf({ publicKey }: PlanApprover): KeyObject | undefined {
  if (!/^\s*-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,400}-----END PUBLIC KEY-----\s*$/.test(publicKey))
    return undefined
  try {
    const key = createPublicKey(publicKey)
    return key.asymmetricKeyType === 'ed25519' ? key : undefined
  } catch {
    return undefined
  }
}

function message(plan: DeletePlan, person: string): Buffer {
  return Buffer.concat([Buffer.from(`anlauf/vault/delete-plan/1\n${person}\n`), planBytes(plan)])
}

function planBytes(plan: DeletePlan): Buffer {
  return Buffer.from(canonicalJson(plan as unknown as Json))
}
