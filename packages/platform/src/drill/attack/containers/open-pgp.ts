import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'
import { deflateRawSync, inflateRawSync } from 'node:zlib'

import { noise } from '../engine/keys.ts'
import type { Container } from './container.ts'

const passphrasePacket = Buffer.from([0x8c, 13, 4, 9, 3, 8])
/** 65,536 bytes are hashed. */
const countCode = 0x60
const zeroVector = Buffer.alloc(16)

/** `gpg --symmetric` (RFC 4880): AES-256 in CFB mode, a compressed literal packet, a modification detection code. */
export const openPgp: Container = {
  name: 'openpgp',
  ending: 'gpg',
  seal(plain, { name, password, seed }) {
    const salt = noise(8, `pgp salt ${seed}`)
    const prefix = noise(16, `pgp prefix ${seed}`)
    const literal = packet(11, [literalHead(name), plain])
    const body = Buffer.concat([
      prefix,
      prefix.subarray(14),
      packet(8, [Buffer.from([1]), deflateRawSync(literal)]),
      Buffer.from([0xd3, 20]),
    ])
    const code = createHash('sha1').update(body).digest()
    const cipher = createCipheriv('aes-256-cfb', keyOf(password, salt), zeroVector)
    const encrypted = cipher.update(Buffer.concat([body, code]))
    return Buffer.concat([
      passphrasePacket,
      salt,
      Buffer.from([countCode]),
      packet(18, [Buffer.from([1]), encrypted]),
    ])
  },
  open(sealed, password) {
    const salt = sealed.subarray(6, 14)
    const cipher = createDecipheriv('aes-256-cfb', keyOf(password, salt), zeroVector)
    const body = cipher.update(sealed.subarray(15 + packetHeadBytes + 1))
    const literal = inflateRawSync(body.subarray(18 + packetHeadBytes + 1, body.length - 22))
    const nameBytes = literal[packetHeadBytes + 1] ?? 0
    return literal.subarray(packetHeadBytes + 2 + nameBytes + 4)
  },
}

const packetHeadBytes = 6

/** A packet with a length of four bytes. */
function packet(tag: number, parts: readonly Uint8Array[]): Buffer {
  const head = Buffer.alloc(packetHeadBytes, 0xff)
  head[0] = 0xc0 | tag
  head.writeUInt32BE(
    parts.reduce((sum, part) => sum + part.length, 0),
    2,
  )
  return Buffer.concat([head, ...parts])
}

/** Binary, a name of up to 255 bytes, no date. */
function literalHead(name: string): Buffer {
  const text = Buffer.from(name).subarray(0, 255)
  return Buffer.concat([Buffer.from([0x62, text.length]), text, Buffer.alloc(4)])
}

/** Iterated and salted string to key (RFC 4880, 3.7.1.3). */
function keyOf(password: string, salt: Uint8Array): Buffer {
  const once = Buffer.concat([salt, Buffer.from(password)])
  const bytes = (16 + (countCode & 15)) << ((countCode >> 4) + 6)
  return createHash('sha256').update(Buffer.alloc(bytes, once)).digest()
}
