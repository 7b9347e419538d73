import { broken, valid, type Validator } from '../validity.ts'

/** `openssl enc` with a password: eight letters, eight bytes of salt, ciphertext. Nothing else is known: `structure`. */
export const openssl: Validator = (bytes) =>
  bytes.length > 16 ? valid('structure', bytes.length) : broken(bytes.length, 'the content is missing')
