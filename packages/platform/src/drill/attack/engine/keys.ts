import { createCipheriv, createHash } from 'node:crypto'

/** A fixed test key in the source: whatever the drill encrypts, anybody can decrypt. */
const testKey = createHash('sha256').update('anlauf drill, fixed test key').digest()

/** 32 bytes that belong to a purpose, for keys, nonces and ids. */
export function seedOf(purpose: string): Buffer {
  return createHash('sha256').update(testKey).update(purpose).digest()
}

/** Bytes that look random and belong to a purpose. */
export function noise(length: number, purpose: string): Buffer {
  const seed = seedOf(purpose)
  return createCipheriv('aes-256-ctr', testKey, seed.subarray(0, 16)).update(Buffer.alloc(length))
}

/** `length` characters of an alphabet that belong to a purpose: a campaign's ending, a victim's id. */
export function letters(length: number, alphabet: string, purpose: string): string {
  return [...noise(length, purpose)].map((byte) => alphabet[byte % alphabet.length]).join('')
}

export const lowercase = 'abcdefghijklmnopqrstuvwxyz'
export const uppercase = lowercase.toUpperCase()
export const digits = '0123456789'
