import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto'

const version = 1
const nonceBytes = 12
const tagBytes = 16

/**
 * Seals the address of an endpoint with AES-256-GCM: version, nonce, tag, bytes. Bound to the endpoint, so that a row
 * with the sealed address of another one opens nothing. `nonce` are 12 random bytes, new for each call.
 */
export function sealAddress(
  secret: Uint8Array,
  { id, url, nonce }: { readonly id: string; readonly url: string; readonly nonce: Uint8Array },
): Buffer {
  const cipher = createCipheriv('aes-256-gcm', keyOf(secret), nonce).setAAD(Buffer.from(id))
  const bytes = Buffer.concat([cipher.update(url, 'utf8'), cipher.final()])
  return Buffer.concat([Buffer.of(version), nonce, cipher.getAuthTag(), bytes])
}

/** The address again; undefined for what this key did not seal for this endpoint. */
export function openAddress(
  secret: Uint8Array,
  { id, sealed }: { readonly id: string; readonly sealed: Uint8Array | undefined },
): string | undefined {
  if (sealed === undefined || sealed.length <= 1 + nonceBytes + tagBytes || sealed[0] !== version) {
    return undefined
  }
  const nonce = sealed.subarray(1, 1 + nonceBytes)
  const tag = sealed.subarray(1 + nonceBytes, 1 + nonceBytes + tagBytes)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(secret), nonce)
    .setAAD(Buffer.from(id))
    .setAuthTag(tag)
  try {
    const bytes = decipher.update(sealed.subarray(1 + nonceBytes + tagBytes))
    return Buffer.concat([bytes, decipher.final()]).toString('utf8')
  } catch {
    return undefined
  }
}

function keyOf(secret: Uint8Array): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', 'anlauf webhook address v1', 32))
}
