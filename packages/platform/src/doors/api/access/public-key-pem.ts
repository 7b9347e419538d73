import { createHash, createPublicKey, type webcrypto } from 'node:crypto'

import { cose, decodeCredentialPublicKey } from '@simplewebauthn/server/helpers'

/** A passkey's public key as openssl reads it, and its fingerprint; undefined for a kind that nobody could verify. */
export function readablePasskey(
  publicKey: Uint8Array,
): { readonly pem: string; readonly keyId: string } | undefined {
  try {
    const jwk = jwkOf(publicKey)
    if (jwk === undefined) return undefined
    const key = createPublicKey({ key: jwk, format: 'jwk' })
    const der = key.export({ type: 'spki', format: 'der' })
    const pem = key.export({ type: 'spki', format: 'pem' })
    return { pem, keyId: createHash('sha256').update(der).digest('hex') }
  } catch {
    return undefined
  }
}

/** RFC 9053, section 7: the kinds that we offer to authenticators. */
function jwkOf(publicKey: Uint8Array): webcrypto.JsonWebKey | undefined {
  const key = decodeCredentialPublicKey(new Uint8Array(publicKey))
  const text = (value: unknown): string => Buffer.from(value as Uint8Array).toString('base64url')
  if (cose.isCOSEPublicKeyEC2(key)) {
    const [x, y] = [key.get(cose.COSEKEYS.x), key.get(cose.COSEKEYS.y)]
    const isP256 = key.get(cose.COSEKEYS.crv) === cose.COSECRV.P256
    return isP256 ? { kty: 'EC', crv: 'P-256', x: text(x), y: text(y) } : undefined
  }
  if (cose.isCOSEPublicKeyOKP(key)) return { kty: 'OKP', crv: 'Ed25519', x: text(key.get(cose.COSEKEYS.x)) }
  if (cose.isCOSEPublicKeyRSA(key)) {
    return { kty: 'RSA', n: text(key.get(cose.COSEKEYS.n)), e: text(key.get(cose.COSEKEYS.e)) }
  }
  return undefined
}
