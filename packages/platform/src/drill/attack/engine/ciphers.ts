import { type Cipheriv, createCipheriv, createDecipheriv } from 'node:crypto'

import { seedOf } from './keys.ts'
import type { ByteRange } from './ranges.ts'

/** Changes the ranges of a file in place. `seed` separates the keystreams of files and campaigns. */
export interface Cipher {
  encrypt(bytes: Buffer, ranges: readonly ByteRange[], seed: string): void
  decrypt(bytes: Buffer, ranges: readonly ByteRange[], seed: string): void
}

/** AES-256-CTR whose counter runs on from range to range. Also stands for Salsa20 and Sosemanuk, which Node lacks. */
export const aesCtr: Cipher = xorWith((bytes, ranges, seed) => {
  const iv = seedOf(`iv ${seed}`).subarray(0, 16)
  runOver(bytes, ranges, createCipheriv('aes-256-ctr', seedOf(`aes-ctr ${seed}`), iv))
})

/** ChaCha20; the counter of range i begins at i times the blocks of a range, as Akira counts. */
export const chaCha20PerRange: Cipher = xorWith((bytes, ranges, seed) => {
  const blocks = Math.ceil((ranges[0]?.length ?? 0) / 64)
  ranges.forEach((range, place) => runOver(bytes, [range], chaCha20(seed, place * blocks)))
})

/** ChaCha20 whose counter runs on from range to range. */
export const chaCha20Running: Cipher = xorWith((bytes, ranges, seed) => {
  runOver(bytes, ranges, chaCha20(seed))
})

/** The same keystream for every block of `period` bytes: a real family's mistake (Black Basta, April 2023). */
export function reusedKeystream(period: number): Cipher {
  return xorWith((bytes, ranges, seed) => {
    const stream = chaCha20(seed).update(Buffer.alloc(period))
    for (const { offset, length } of ranges) {
      for (let at = 0; at < length; at += period) {
        xor(bytes, { offset: offset + at, length: Math.min(period, length - at) }, stream)
      }
    }
  })
}

/** `keys` ChaCha20 streams in turn, one for every block of `block` bytes (Hive and its heirs). */
export function roundRobin(keys: number, block: number): Cipher {
  return xorWith((bytes, ranges, seed) => {
    for (const { offset, length } of ranges) {
      const perKey = Math.ceil(Math.ceil(length / block) / keys) * block
      const streams = Array.from({ length: keys }, (_, key) =>
        chaCha20(`${seed} ${offset} key ${key}`).update(Buffer.alloc(perKey)),
      )
      for (let at = 0, place = 0; at < length; at += block, place += 1) {
        const stream = streams[place % keys]?.subarray(Math.floor(place / keys) * block) ?? Buffer.alloc(0)
        xor(bytes, { offset: offset + at, length: Math.min(block, length - at) }, stream)
      }
    }
  })
}

/** AES-256-ECB over the whole blocks of every range: equal blocks stay equal. */
export const aesEcb: Cipher = {
  encrypt(bytes, ranges, seed) {
    inBlocks(bytes, ranges, createCipheriv('aes-256-ecb', seedOf(`ecb ${seed}`), null))
  },
  decrypt(bytes, ranges, seed) {
    inBlocks(bytes, ranges, createDecipheriv('aes-256-ecb', seedOf(`ecb ${seed}`), null))
  },
}

/** AES-256-CBC over the whole blocks of every range, each range with the same vector. */
export const aesCbc: Cipher = {
  encrypt(bytes, ranges, seed) {
    const [key, iv] = [seedOf(`cbc ${seed}`), seedOf(`iv ${seed}`).subarray(0, 16)]
    for (const range of ranges) inBlocks(bytes, [range], createCipheriv('aes-256-cbc', key, iv))
  },
  decrypt(bytes, ranges, seed) {
    const [key, iv] = [seedOf(`cbc ${seed}`), seedOf(`iv ${seed}`).subarray(0, 16)]
    for (const range of ranges) inBlocks(bytes, [range], createDecipheriv('aes-256-cbc', key, iv))
  },
}

/** A copy that is filled up to whole blocks and encrypted from end to end. */
export function wholeBlocks(plain: Uint8Array, cipher: Cipher, seed: string): Buffer {
  const body = Buffer.alloc(Math.ceil(plain.length / 16) * 16)
  body.set(plain)
  cipher.encrypt(body, [{ offset: 0, length: body.length }], seed)
  return body
}

function xorWith(change: Cipher['encrypt']): Cipher {
  return { encrypt: change, decrypt: change }
}

/** Node's ChaCha20 takes a little-endian 32-bit block counter and 12 bytes of nonce. */
function chaCha20(seed: string, firstBlock = 0): Cipheriv {
  const iv = Buffer.from(seedOf(`nonce ${seed}`).subarray(0, 16))
  iv.writeUInt32LE(firstBlock, 0)
  return createCipheriv('chacha20', seedOf(`chacha ${seed}`), iv)
}

/** Calls into the cipher cost more than the bytes of small ranges: those share one piece of keystream. */
const fewRanges = 64

function runOver(bytes: Buffer, ranges: readonly ByteRange[], cipher: Cipheriv): void {
  if (ranges.length <= fewRanges) {
    for (const { offset, length } of ranges) {
      cipher.update(bytes.subarray(offset, offset + length)).copy(bytes, offset)
    }
    return
  }
  const stream = cipher.update(Buffer.alloc(ranges.reduce((sum, range) => sum + range.length, 0)))
  let used = 0
  for (const range of ranges) {
    xor(bytes, range, stream, used)
    used += range.length
  }
}

/** From `streamAt` of the keystream on; without views, which would cost more than short ranges do. */
function xor(bytes: Buffer, { offset, length }: ByteRange, stream: Uint8Array, streamAt = 0): void {
  for (let at = 0; at < length; at += 1) {
    bytes[offset + at] = (bytes[offset + at] ?? 0) ^ (stream[streamAt + at] ?? 0)
  }
}

function inBlocks(
  bytes: Buffer,
  ranges: readonly ByteRange[],
  cipher: { setAutoPadding(on: boolean): unknown; update(data: Uint8Array): Buffer },
): void {
  cipher.setAutoPadding(false)
  for (const { offset, length } of ranges) {
    const whole = length - (length % 16)
    cipher.update(bytes.subarray(offset, offset + whole)).copy(bytes, offset)
  }
}
