import { createCipheriv, createHash } from 'node:crypto'

/** Numbers and bytes that a seed decides: a failure can be played again. */
export interface SeededRandom {
  /** A whole number from 0 to `limit` − 1. */
  below(limit: number): number
  bytes(length: number): Buffer
}

/** The key stream of AES-CTR under the hash of the seed. */
export function seededRandom(seed: number): SeededRandom {
  const hash = createHash('sha256').update(`seed ${seed}`).digest()
  const stream = createCipheriv('aes-128-ctr', hash.subarray(0, 16), hash.subarray(16))
  const bytes = (length: number): Buffer => stream.update(Buffer.alloc(length))
  return { bytes, below: (limit) => bytes(4).readUInt32LE() % limit }
}
