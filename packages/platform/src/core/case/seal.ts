import { createHash, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

/** A signature by a registered key: of a passkey with what its authenticator returned, or plain Ed25519. */
export interface Seal {
  readonly keyId: string
  /** base64. ES256 in DER, as authenticators and openssl have it. */
  readonly signature: string
  /** Both base64, byte for byte. */
  readonly passkey?: { readonly authenticatorData: string; readonly clientDataJSON: string }
}

/** The key that must have signed. */
export interface SealKey {
  /** SPKI in PEM. */
  readonly publicKey: string
  /** The domain of a passkey; a key in a file has none. */
  readonly rpId?: string
}

/** What is signed: a statement, bound to the place in the log, or the purpose, that it belongs to. */
export interface Sealed {
  /** SHA-256 in hex. */
  readonly head: string
  readonly statement: Uint8Array
  /** The only page that a passkey may have signed on; without it, any page of the passkey's domain. */
  readonly origin?: string
}

/** An assertion is some hundred bytes; clients may add fields to the JSON. */
const maxClientData = 4096
const flag = { present: 0x01, verified: 0x04 } as const

/** The 64 bytes under a plain signature: head, then SHA-256 of the statement. */
export function sealedBytes({ head, statement }: Sealed): Buffer {
  return Buffer.concat([Buffer.from(head, 'hex'), createHash('sha256').update(statement).digest()])
}

/** A plain signature by an Ed25519 key; base64. */
export function sealBytes(sealed: Sealed, key: KeyObject): string {
  return sign(undefined, sealedBytes(sealed), key).toString('base64')
}

/** What a passkey is asked to sign: SHA-256 of these bytes. */
export function challengeOf(sealed: Sealed): Buffer {
  return createHash('sha256').update(sealedBytes(sealed)).digest()
}

/**
 * Why a seal does not hold; undefined when it does. Pure and complete: a verifier needs nothing else (WebAuthn level 3,
 * section 7.2). Counters are part of what is kept, and are not trusted: synchronised passkeys always say 0.
 */
export function sealProblem(seal: Seal, key: SealKey, sealed: Sealed): string | undefined {
  try {
    const publicKey = createPublicKey(key.publicKey)
    const signature = Buffer.from(seal.signature, 'base64')
    if (key.rpId === undefined) {
      if (seal.passkey !== undefined) return 'the key is no passkey'
      return verify(undefined, sealedBytes(sealed), publicKey, signature)
        ? undefined
        : 'another key, or another content'
    }
    if (seal.passkey === undefined) return 'a passkey signs through its authenticator only'
    const authenticatorData = Buffer.from(seal.passkey.authenticatorData, 'base64')
    const clientData = Buffer.from(seal.passkey.clientDataJSON, 'base64')
    return (
      clientProblem(clientData, sealed, key.rpId) ??
      authenticatorProblem(authenticatorData, key.rpId) ??
      (isSignedBy(publicKey, Buffer.concat([authenticatorData, sha256(clientData)]), signature)
        ? undefined
        : 'the signature is not by this passkey')
    )
  } catch {
    return 'it is no signature'
  }
}

function clientProblem(bytes: Buffer, sealed: Sealed, rpId: string): string | undefined {
  if (bytes.length > maxClientData) return 'the client data is too long'
  const data: unknown = JSON.parse(bytes.toString('utf8'))
  if (typeof data !== 'object' || data === null) return 'the client data is no object'
  const { type, challenge, origin, crossOrigin } = data as Readonly<Record<string, unknown>>
  if (type !== 'webauthn.get') return 'the passkey was not asked to sign'
  if (challenge !== challengeOf(sealed).toString('base64url')) return 'something else was signed'
  if (crossOrigin === true) return 'it was signed inside a page of another site'
  if (typeof origin !== 'string' || !isOriginOf(origin, rpId))
    return 'it was signed on a page of another site'
  if (sealed.origin !== undefined && origin !== sealed.origin)
    return 'it was signed on another page than ours'
  return undefined
}

/** A page of the passkey's domain, over TLS; browsers take http from this machine as well. */
function isOriginOf(origin: string, rpId: string): boolean {
  const { protocol, hostname, origin: plain } = new URL(origin)
  if (plain !== origin) return false
  if (hostname !== rpId && !hostname.endsWith(`.${rpId}`)) return false
  return protocol === 'https:' || (protocol === 'http:' && rpId === 'localhost')
}

function authenticatorProblem(data: Buffer, rpId: string): string | undefined {
  // 32 bytes hash of the domain, one of flags, four of a counter; extensions may follow.
  if (data.length < 37) return 'the authenticator data is too short'
  if (!data.subarray(0, 32).equals(sha256(Buffer.from(rpId)))) return 'the passkey signed for another domain'
  const flags = data.readUInt8(32)
  if ((flags & flag.present) === 0) return 'nobody touched the authenticator'
  if ((flags & flag.verified) === 0) return 'the authenticator did not verify who used it'
  return undefined
}

/** ES256, EdDSA and RS256: what authenticators are offered. */
function isSignedBy(key: KeyObject, data: Buffer, signature: Buffer): boolean {
  const { asymmetricKeyType: kind, asymmetricKeyDetails: details } = key
  if (kind === 'ed25519') return verify(undefined, data, key, signature)
  const isKnown =
    (kind === 'ec' && details?.namedCurve === 'prime256v1') ||
    (kind === 'rsa' && (details?.modulusLength ?? 0) >= 2048)
  return isKnown && verify('sha256', data, key, signature)
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
