import { hash } from 'node:crypto'

/** SHA-256(0x00 ‖ line). One call of `hash` takes a quarter less than three of `createHash`. */
export function leafHash(line: string): Buffer {
  return hash('sha256', `\0${line}`, 'buffer')
}

/** SHA-256(0x01 ‖ left ‖ right). */
export function nodeHash(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1)
  pair.set(right, 33)
  return hash('sha256', pair, 'buffer')
}

/** Root of the tree without leaves. */
export function emptyRoot(): Buffer {
  return hash('sha256', '', 'buffer')
}

/** Used again for every node: hashing copies it. */
const pair = Buffer.alloc(65, 1)
