import { createHash, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto'

import { keyFingerprint, publicPem } from '../evidence/index.ts'
import { challengeOf, type Seal, type Sealed } from './index.ts'

/** An authenticator in a test: does what a real one does, or what an attacker would like it to. */
export interface Passkey {
  readonly person: string
  readonly publicKey: string
  readonly keyId: string
  readonly credentialId: string
  sign(sealed: Sealed, lies?: Lies): Seal
}

export interface Lies {
  readonly origin?: string
  readonly rpId?: string
  readonly flags?: number
  readonly type?: string
  readonly challenge?: string
  readonly crossOrigin?: boolean
}

type Kind = 'ES256' | 'EdDSA' | 'RS256'

export const rpId = 'localhost'
export const origin = 'http://localhost:7080'

export function passkey(person: string, kind: Kind = 'ES256'): Passkey {
  const privateKey = keyOf(kind)
  const publicKey = createPublicKey(privateKey)
  const keyId = keyFingerprint(publicKey)
  return {
    person,
    publicKey: kind === 'EdDSA' ? publicPem(privateKey) : publicKey.export({ type: 'spki', format: 'pem' }),
    keyId,
    credentialId: Buffer.from(`credential of ${person}`).toString('base64url'),
    sign(sealed, lies = {}) {
      const clientData = Buffer.from(
        JSON.stringify({
          type: lies.type ?? 'webauthn.get',
          challenge: lies.challenge ?? challengeOf(sealed).toString('base64url'),
          origin: lies.origin ?? origin,
          crossOrigin: lies.crossOrigin ?? false,
        }),
      )
      const authenticatorData = Buffer.concat([
        sha256(Buffer.from(lies.rpId ?? rpId)),
        Buffer.from([lies.flags ?? 0x05]),
        Buffer.alloc(4),
      ])
      const data = Buffer.concat([authenticatorData, sha256(clientData)])
      const signature = sign(kind === 'EdDSA' ? undefined : 'sha256', data, privateKey).toString('base64')
      return {
        keyId,
        signature,
        passkey: {
          authenticatorData: authenticatorData.toString('base64'),
          clientDataJSON: clientData.toString('base64'),
        },
      }
    },
  }
}

function keyOf(kind: Kind): KeyObject {
  if (kind === 'EdDSA') return generateKeyPairSync('ed25519').privateKey
  if (kind === 'RS256') return generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey
  return generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
}

function sha256(bytes: Uint8Array): Buffer {
  return createHash('sha256').update(bytes).digest()
}
