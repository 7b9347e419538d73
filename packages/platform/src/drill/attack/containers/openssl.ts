import { createCipheriv, createDecipheriv, createHash } from 'node:crypto'

import { noise } from '../engine/keys.ts'
import type { Container } from './container.ts'

const mark = Buffer.from('Salted__', 'latin1')

/** `openssl enc -aes-256-cbc -k PASSWORD`: eight letters, eight bytes of salt, AES-256-CBC; one round of SHA-256. */
export const openSsl: Container = {
  name: 'openssl',
  ending: 'enc',
  seal(plain, { password, seed }) {
    const salt = noise(8, `openssl salt ${seed}`)
    const { key, iv } = derive(password, salt)
    const cipher = createCipheriv('aes-256-cbc', key, iv)
    return Buffer.concat([mark, salt, cipher.update(plain), cipher.final()])
  },
  open(sealed, password) {
    const { key, iv } = derive(password, sealed.subarray(8, 16))
    const cipher = createDecipheriv('aes-256-cbc', key, iv)
    return Buffer.concat([cipher.update(sealed.subarray(16)), cipher.final()])
  },
}

/** The same with `-a`: lines of 64 base64 characters that begin with `U2FsdGVkX1`. */
export const openSslText: Container = {
  name: 'openssl-base64',
  ending: 'enc',
  seal(plain, file) {
    const text = openSsl.seal(plain, file).toString('base64')
    return Buffer.from(`${(text.match(/.{1,64}/g) ?? []).join('\n')}\n`)
  },
  open: (sealed, password) => openSsl.open(Buffer.from(sealed.toString('latin1'), 'base64'), password),
}

/** EVP_BytesToKey with SHA-256 and one round. */
function derive(password: string, salt: Uint8Array): { key: Buffer; iv: Buffer } {
  const key = createHash('sha256').update(password).update(salt).digest()
  const iv = createHash('sha256').update(key).update(password).update(salt).digest().subarray(0, 16)
  return { key, iv }
}
