import { createHash, createPublicKey } from 'node:crypto'

import { canonicalJson, keyFingerprint } from '../evidence/index.ts'
import { type Refusal, refusal } from './commands.ts'
import type { Voucher } from './identity-events.ts'
import { type SealKey, sealProblem } from './seal.ts'
import type { CaseState } from './state.ts'

/** What whoever vouches for a key signs. */
export interface Registration {
  readonly person: string
  readonly roles: readonly string[]
  readonly keyId: string
  /** Of a passkey. */
  readonly credentialId?: string
  readonly rpId?: string
}

/** These look after access or only read; they sign no content. */
const silentRoles: ReadonlySet<string> = new Set(['administrator', 'auditor'])
/** A registration belongs to no case: it is made before one. */
const registrationHead = createHash('sha256').update('anlauf registration').digest('hex')

export function maySign(role: string): boolean {
  return !silentRoles.has(role)
}

export function silentRole(person: string, role: string): Refusal {
  return refusal(
    'wrong-role',
    `${person} is registered as ${role}; who looks after access or audits signs no content.`,
    'Somebody else signs, or two people vouch for another key of the person in another role.',
  )
}

/** The bytes under a voucher. */
export function registrationSealed(registration: Registration) {
  const { person, roles, keyId, credentialId, rpId } = registration
  const statement = {
    statement: 'registration',
    person,
    roles: [...roles].toSorted(),
    keyId,
    ...(credentialId !== undefined && { credentialId }),
    ...(rpId !== undefined && { rpId }),
  }
  return { head: registrationHead, statement: Buffer.from(canonicalJson(statement)) }
}

/** A key with which somebody signed, as the case knows it now; undefined when it is not registered or revoked. */
export function keyOf(
  state: Pick<CaseState, 'approvers' | 'credentials' | 'revoked'>,
  person: string,
  keyId: string,
): (SealKey & { readonly roles: readonly string[] }) | undefined {
  if (state.revoked.has(keyId)) return undefined
  const passkey = state.credentials.get(keyId)
  if (passkey?.person === person) return passkey
  const approver = state.approvers.get(person)
  return approver?.keyId === keyId ? { publicKey: approver.publicKey, roles: [approver.role] } : undefined
}

/**
 * Why a key is not let in; undefined when it is. Two people with two keys of the case vouch for it, neither of them its
 * owner: no administrator lets invented people in alone. Until anything was signed in the case, or while there are
 * not two who could vouch, the host names the first ones, and the case says that it did.
 */
export function admissionProblem(
  state: CaseState,
  registration: Registration,
  { vouchers, isGenesis }: { readonly vouchers: readonly Voucher[]; readonly isGenesis: boolean },
): 'revoked' | 'too-late' | 'not-vouched' | undefined {
  if (state.revoked.has(registration.keyId)) return 'revoked'
  if (vouchersOf(state, registration, vouchers).length >= 2) return undefined
  if (isGenesis) return state.isSigned && canVouch(state) ? 'too-late' : undefined
  return 'not-vouched'
}

/** Two people with two keys. */
function canVouch({ credentials, approvers, revoked }: CaseState): boolean {
  const keys = [...credentials.values(), ...approvers.values()].filter(({ keyId }) => !revoked.has(keyId))
  return keys.some((one) => keys.some((other) => one.person !== other.person && one.keyId !== other.keyId))
}

/** The different people, with different keys, whose vouchers hold. */
export function vouchersOf(
  state: Pick<CaseState, 'approvers' | 'credentials' | 'revoked'>,
  registration: Registration,
  vouchers: readonly Voucher[],
): readonly string[] {
  const sealed = registrationSealed(registration)
  const byKey = new Map<string, string>()
  for (const { person, seal } of vouchers) {
    const key = keyOf(state, person, seal.keyId)
    if (key === undefined || person === registration.person || seal.keyId === registration.keyId) continue
    if (key.roles.every((role) => role === 'auditor')) continue
    if (sealProblem(seal, key, sealed) === undefined) byKey.set(seal.keyId, person)
  }
  return [...new Set(byKey.values())]
}

/** Fingerprint of a passkey's public key in PEM; undefined when it is none that can be verified here. */
export function passkeyId(publicKey: string): string | undefined {
  if (!/^-----BEGIN PUBLIC KEY-----[A-Za-z0-9+/=\s]{1,1000}-----END PUBLIC KEY-----\s*$/.test(publicKey))
    return undefined
  try {
    const key = createPublicKey(publicKey)
    return ['ed25519', 'ec', 'rsa'].includes(key.asymmetricKeyType ?? '') ? keyFingerprint(key) : undefined
  } catch {
    return undefined
  }
}
