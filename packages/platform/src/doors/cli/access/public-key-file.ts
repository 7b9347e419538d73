import { createPublicKey, type KeyObject } from 'node:crypto'

import { AnlaufError } from '../../../core/failure.ts'
import { readInputFile } from './input-file.ts'

/**
 * The text of a public key that somebody names. Throws `not-found`, and `input-invalid` for a private one: it must
 * not get from there into a log or an export. `instead` says what was not done with it.
 */
export function readPublicPem(
  file: string,
  { instead = 'used' }: { readonly instead?: string } = {},
): string {
  const text = readInputFile(file, { what: 'public key', maxBytes: 64 * 1024 }).toString('utf8')
  if (!text.includes('PRIVATE KEY')) return text
  throw new AnlaufError('input-invalid', `${file} holds a private key. It was not ${instead}.`, {
    hint: `Name its public half: openssl pkey -in ${file} -pubout -out NAME.pem`,
  })
}

/** The same as a key. Throws `input-invalid` for what is none. */
export function readPublicKey(file: string): KeyObject {
  const pem = readPublicPem(file)
  try {
    return createPublicKey(pem)
  } catch (cause) {
    throw new AnlaufError('input-invalid', `${file} holds no public key in PEM.`, {
      hint: 'Name the key.pem of an export, or what "openssl pkey -pubout" wrote.',
      cause,
    })
  }
}
