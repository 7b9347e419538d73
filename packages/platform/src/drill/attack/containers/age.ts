import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createPrivateKey,
  createPublicKey,
  diffieHellman,
  hkdfSync,
  type KeyObject,
} from 'node:crypto'

import { noise, seedOf } from '../engine/keys.ts'
import type { Container } from './container.ts'

const version = 'age-encryption.org/v1'
const chunkBytes = 65_536
const tagBytes = 16

/** `age -r RECIPIENT` (C2SP, age v1): the file's key for one X25519 recipient, then chunks of 64 KiB. */
export const age: Container = {
  name: 'age',
  ending: 'age',
  seal(plain, { password, seed }) {
    const fileKey = noise(16, `age file key ${seed}`)
    const ephemeral = x25519(seedOf(`age ephemeral ${seed}`))
    const recipient = publicBytes(ageIdentity(password))
    const share = publicBytes(ephemeral)
    const wrapKey = derive(
      diffieHellman({ privateKey: ephemeral, publicKey: createPublicKey(ageIdentity(password)) }),
      Buffer.concat([share, recipient]),
      `${version}/X25519`,
    )
    const wrapped = sealed(wrapKey, Buffer.alloc(12), fileKey)
    const head = `${version}\n-> X25519 ${base64(share)}\n${base64(wrapped)}\n---`
    const mac = createHmac('sha256', derive(fileKey, Buffer.alloc(0), 'header'))
      .update(head)
      .digest()
    const nonce = noise(16, `age nonce ${seed}`)
    const key = derive(fileKey, nonce, 'payload')
    const chunks = chunksOf(plain, chunkBytes).map((chunk, place, all) =>
      sealed(key, chunkNonce(place, place === all.length - 1), chunk),
    )
    return Buffer.concat([Buffer.from(`${head} ${base64(mac)}\n`), nonce, ...chunks])
  },
  open(bytes, password) {
    const lines = bytes.subarray(0, 400).toString('latin1').split('\n', 4)
    const share = Buffer.from(lines[1]?.split(' ')[2] ?? '', 'base64')
    const identity = ageIdentity(password)
    const wrapKey = derive(
      diffieHellman({ privateKey: identity, publicKey: publicKey(share) }),
      Buffer.concat([share, publicBytes(identity)]),
      `${version}/X25519`,
    )
    const fileKey = opened(wrapKey, Buffer.alloc(12), Buffer.from(lines[2] ?? '', 'base64'))
    const bodyAt = lines.join('\n').length + 1
    const key = derive(fileKey, bytes.subarray(bodyAt, bodyAt + 16), 'payload')
    const chunks = chunksOf(bytes.subarray(bodyAt + 16), chunkBytes + tagBytes)
    return Buffer.concat(
      chunks.map((chunk, place) => opened(key, chunkNonce(place, place === chunks.length - 1), chunk)),
    )
  },
}

/** The identity that belongs to a password of the drill; age itself would draw it. */
export function ageIdentity(password: string): KeyObject {
  return x25519(seedOf(`age identity ${password}`))
}

/** A private key as PKCS #8 (RFC 8410): a fixed head and 32 bytes. */
function x25519(secret: Buffer): KeyObject {
  const der = Buffer.concat([Buffer.from('302e020100300506032b656e04220420', 'hex'), secret])
  return createPrivateKey({ key: der, format: 'der', type: 'pkcs8' })
}

function publicKey(bytes: Uint8Array): KeyObject {
  const der = Buffer.concat([Buffer.from('302a300506032b656e032100', 'hex'), bytes])
  return createPublicKey({ key: der, format: 'der', type: 'spki' })
}

function publicBytes(identity: KeyObject): Buffer {
  return createPublicKey(identity).export({ format: 'der', type: 'spki' }).subarray(-32)
}

function derive(secret: Uint8Array, salt: Uint8Array, info: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, salt, info, 32))
}

/** Base64 without padding. */
function base64(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '')
}

/** Eleven bytes of a counter, and a byte that marks the last chunk. */
function chunkNonce(place: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12)
  nonce.writeUInt32BE(place, 7)
  nonce[11] = isLast ? 1 : 0
  return nonce
}

/** At least one chunk, empty where there is nothing. */
function chunksOf(bytes: Uint8Array, length: number): Uint8Array[] {
  const count = Math.max(1, Math.ceil(bytes.length / length))
  return Array.from({ length: count }, (_, place) => bytes.subarray(place * length, (place + 1) * length))
}

function sealed(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Buffer {
  const cipher = createCipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes })
  const body = Buffer.concat([cipher.update(plain), cipher.final()])
  return Buffer.concat([body, cipher.getAuthTag()])
}

function opened(key: Uint8Array, nonce: Uint8Array, bytes: Uint8Array): Buffer {
  const cipher = createDecipheriv('chacha20-poly1305', key, nonce, { authTagLength: tagBytes })
  cipher.setAuthTag(bytes.subarray(bytes.length - tagBytes))
  return Buffer.concat([cipher.update(bytes.subarray(0, bytes.length - tagBytes)), cipher.final()])
}
