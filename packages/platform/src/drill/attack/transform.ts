import { aesCtr, type Cipher, reusedKeystream } from './engine/ciphers.ts'
import { fixedFooter, footerBytes } from './engine/footers.ts'
import type { Geometry } from './geometry.ts'

const sameForEveryRange = reusedKeystream(64)

/** Encrypts a file's bytes by a geometry. `place` separates the keystreams of different files. */
export function lock(geometry: Geometry, plain: Uint8Array, place: string): Buffer {
  const bytes = Buffer.from(plain)
  cipherOf(geometry).encrypt(bytes, geometry.ranges(bytes.length), place)
  if (geometry.footerBytes === undefined) return bytes
  const footer = fixedFooter(geometry.footerBytes, { sizeAt: 14 })
  return Buffer.concat([bytes, footerBytes(footer, plain.length, '', place)])
}

/** The exact reverse of `lock`. */
export function unlock(geometry: Geometry, locked: Uint8Array, place: string): Buffer {
  const bytes = Buffer.from(locked.subarray(0, locked.length - (geometry.footerBytes ?? 0)))
  cipherOf(geometry).decrypt(bytes, geometry.ranges(bytes.length), place)
  return bytes
}

function cipherOf(geometry: Geometry): Cipher {
  return geometry.reusesKeystream === true ? sameForEveryRange : aesCtr
}
