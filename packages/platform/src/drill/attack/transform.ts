import { createCipheriv, createHash } from 'node:crypto'

import type { Geometry } from './geometry.ts'

/** A fixed test key in the source: whatever the drill encrypts, anybody can decrypt. */
const testKey = createHash('sha256').update('anlauf drill, fixed test key').digest()

/** Encrypts a file's bytes by a geometry. `place` separates the keystreams of different files. */
export function lock(geometry: Geometry, plain: Uint8Array, place: string): Buffer {
  const locked = withKeystream(geometry, Buffer.from(plain), place)
  return geometry.footerBytes === undefined
    ? locked
    : Buffer.concat([locked, footer(geometry.footerBytes, plain.length, place)])
}

/** The exact reverse of `lock`. */
export function unlock(geometry: Geometry, locked: Uint8Array, place: string): Buffer {
  const size = locked.length - (geometry.footerBytes ?? 0)
  return withKeystream(geometry, Buffer.from(locked.subarray(0, size)), place)
}

/** XOR with the keystream over the geometry's ranges; its own reverse. */
function withKeystream(geometry: Geometry, bytes: Buffer, place: string): Buffer {
  const ranges = geometry.ranges(bytes.length)
  const needed = ranges.reduce((sum, range) => sum + range.length, 0)
  const stream = keystream(geometry.reusesKeystream === true ? 64 : needed, place)
  let used = 0
  for (const { offset, length } of ranges) {
    for (let at = 0; at < length; at += 1) {
      bytes[offset + at] = (bytes[offset + at] ?? 0) ^ (stream[(used + at) % stream.length] ?? 0)
    }
    used += length
  }
  return bytes
}

/** Looks random, has a fixed length, carries the original size: what families append for their decryptor. */
function footer(length: number, size: number, place: string): Buffer {
  const bytes = keystream(length, `footer of ${place}`)
  bytes.writeBigUInt64LE(BigInt(size), Math.min(14, length - 8))
  return bytes
}

function keystream(length: number, place: string): Buffer {
  const iv = createHash('sha256').update(place).digest().subarray(0, 16)
  return createCipheriv('aes-256-ctr', testKey, iv).update(Buffer.alloc(Math.max(1, length)))
}
