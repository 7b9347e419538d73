/**
 * Encryption of the repository: nothing here knows what the bytes mean.
 *
 *     password ─scrypt─▶ key ─┐
 *                             ├─ unitCipher: IV ‖ AES-256-CTR ‖ Poly1305-AES
 *     master key ─────────────┘
 *
 * Guarantees: a MAC is compared in constant time and before any decryption; every seal has a fresh IV.
 * Not guaranteed: nothing binds a unit to its place or type; only the hash in its name or id does.
 */
export { deriveKey, type ScryptCost } from './scrypt.ts'
export { type UnitCipher, unitCipher, type UnitKey, unitOverhead } from './unit-cipher.ts'
