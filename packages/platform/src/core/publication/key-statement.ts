import { createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { keyFingerprint } from '../evidence/index.ts'
import { isSha256 } from './plain-names.ts'
import { publicHalf } from './seals.ts'

/** What a key can say of a key. */
export const statementKinds = ['root', 'certify', 'rotate', 'revoke'] as const
export type StatementKind = (typeof statementKinds)[number]

/**
 * One signed sentence about keys.
 * `root`: a publication key names the offline key above it. `certify`: the offline key vouches for a publication key.
 * `rotate`: a publication key hands over to the next. `revoke`: the offline key, or the key itself, takes a key back.
 */
export interface KeyStatement {
  readonly kind: StatementKind
  /** Public half in PEM of the key that is spoken of, and its fingerprint. */
  readonly key: string
  readonly fingerprint: string
  readonly signedBy: string
  /** ISO time. After a rotation the old key signs nothing from then on. */
  readonly from: string
  readonly reason: string
}

/** A statement as it travels: its bytes, and the bare signature over them that `openssl` checks. */
export interface SignedStatement {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
}

const format = 'anlauf-site-key-1'
const maxBytes = 8 * 1024

export function signStatement(
  {
    kind,
    about,
    from,
    reason,
  }: {
    readonly kind: StatementKind
    readonly about: KeyObject
    readonly from: Date
    readonly reason: string
  },
  signer: KeyObject,
): SignedStatement {
  const { pem, fingerprint } = publicHalf(about)
  const signedBy = publicHalf(signer).fingerprint
  const value = { format, kind, fingerprint, key: pem, signedBy, from: from.toISOString(), reason }
  const bytes = Buffer.from(`${JSON.stringify(value, undefined, 1)}\n`)
  return { bytes, signature: sign(undefined, bytes, signer) }
}

/** The statement, when it is one and the key it names signed it; the caller knows the keys. */
export function openStatement(
  { bytes, signature }: SignedStatement,
  keys: ReadonlyMap<string, KeyObject>,
): KeyStatement | undefined {
  const statement = readStatement(bytes)
  const signer = statement === undefined ? undefined : keys.get(statement.signedBy)
  if (signer?.asymmetricKeyType !== 'ed25519' || !verify(undefined, bytes, signer, signature))
    return undefined
  return statement
}

/** What it says, believed by nobody yet. */
export function readStatement(bytes: Uint8Array): KeyStatement | undefined {
  if (bytes.length > maxBytes) return undefined
  let value: Record<string, unknown>
  try {
    value = JSON.parse(Buffer.from(bytes).toString('utf8')) as Record<string, unknown>
  } catch {
    return undefined
  }
  const { kind, key, fingerprint, signedBy, from, reason } = value ?? {}
  const isOne =
    value?.['format'] === format &&
    statementKinds.includes(kind as StatementKind) &&
    typeof key === 'string' &&
    isSha256(signedBy) &&
    typeof from === 'string' &&
    !Number.isNaN(Date.parse(from)) &&
    typeof reason === 'string'
  if (!isOne || readKey(key)?.fingerprint !== fingerprint) return undefined
  return { kind: kind as StatementKind, key, fingerprint: fingerprint as string, signedBy, from, reason }
}

/** An Ed25519 public key in PEM from anybody; undefined for everything else. */
export function readKey(pem: string): { readonly key: KeyObject; readonly fingerprint: string } | undefined {
  try {
    if (pem.includes('PRIVATE')) return undefined
    const key = createPublicKey(pem)
    return key.asymmetricKeyType === 'ed25519' ? { key, fingerprint: keyFingerprint(key) } : undefined
  } catch {
    return undefined
  }
}
