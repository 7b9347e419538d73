import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto'
import { statSync } from 'node:fs'

import { keyFingerprint } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { readInputFile } from './input-file.ts'

/** A private key with the fingerprint of its public half. */
export interface SigningKey {
  readonly key: KeyObject
  readonly fingerprint: string
}

/**
 * Reads an Ed25519 private key in PEM and warns when others may read the file too. Throws `not-found`, and
 * `input-invalid` for an encrypted key or one of another kind.
 */
export function readPrivateKey(context: Pick<AnlaufContext, 'process'>, file: string): SigningKey {
  const pem = readInputFile(file, { what: 'private key', maxBytes: 64 * 1024 })
  const key = parse(pem.toString('utf8'), file)
  if ((statSync(file).mode & 0o077) !== 0) {
    context.process.stderr.write(
      `Warning: other accounts may use the key ${file}; whoever can read it can sign. Run: chmod 600 ${file}\n`,
    )
  }
  return signingKey(key)
}

function signingKey(key: KeyObject): SigningKey {
  return { key, fingerprint: keyFingerprint(createPublicKey(key)) }
}

function parse(pem: string, file: string): KeyObject {
  if (pem.includes('ENCRYPTED')) {
    throw unfit(
      file,
      'is encrypted',
      `Decrypt it into memory first: openssl pkey -in ${file} -out /dev/shm/key`,
    )
  }
  let key: KeyObject
  try {
    key = createPrivateKey(pem)
  } catch {
    const isPublic = pem.includes('PUBLIC KEY')
    throw unfit(
      file,
      isPublic ? 'holds the public half' : 'holds no private key',
      'Name the private half in PEM.',
    )
  }
  if (key.asymmetricKeyType === 'ed25519') return key
  throw unfit(
    file,
    `is a key of the kind ${key.asymmetricKeyType}`,
    'Use an Ed25519 key: openssl genpkey -algorithm ed25519 -out FILE',
  )
}

function unfit(file: string, why: string, hint: string): AnlaufError {
  return new AnlaufError('input-invalid', `The key file ${file} ${why}.`, { hint })
}
