import { createPrivateKey, createPublicKey, hkdfSync, type KeyObject, sign } from 'node:crypto'

/** DER of an Ed25519 private key (RFC 8410) up to its 32 bytes. */
const pkcs8 = Buffer.from('302e020100300506032b657004220420', 'hex')

/**
 * The signing key of a scope ("public", "tenant/ID") and generation. It follows from one secret that lies outside of
 * the database; who reads a table or a backup of it cannot sign.
 */
export function signingKey(secret: Uint8Array, scope: string, generation: number): KeyObject {
  const seed = hkdfSync('sha256', secret, '', `anlauf webhook v1 ${generation} ${scope}`, 32)
  return createPrivateKey({ key: Buffer.concat([pkcs8, Buffer.from(seed)]), format: 'der', type: 'pkcs8' })
}

/** The public half as receivers configure it: `whpk_` and 32 bytes in base64 (Standard Webhooks, "v1a"). */
export function publicKeyText(key: KeyObject): string {
  const { x = '' } = createPublicKey(key).export({ format: 'jwk' })
  return `whpk_${Buffer.from(x, 'base64url').toString('base64')}`
}

/** The three headers of Standard Webhooks. Several signatures, parted by spaces, while a key is changed. */
export function signedHeaders(
  { id, body, at }: { readonly id: string; readonly body: string; readonly at: Date },
  keys: readonly KeyObject[],
): Readonly<Record<'webhook-id' | 'webhook-timestamp' | 'webhook-signature', string>> {
  const timestamp = String(Math.floor(at.getTime() / 1000))
  const content = Buffer.from(`${id}.${timestamp}.${body}`)
  return {
    'webhook-id': id,
    'webhook-timestamp': timestamp,
    'webhook-signature': keys.map((key) => `v1a,${sign(null, content, key).toString('base64')}`).join(' '),
  }
}
