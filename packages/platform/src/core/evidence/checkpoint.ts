import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { AnlaufError } from '../failure.ts'
import { isKeyName, noteKeyId, readNote, signatureLine, signatureTypes } from './signed-note.ts'

/** A signed statement: this log had so many entries with this Merkle root. */
export interface Checkpoint {
  /** Schema-less URL that names the log, with the case's id. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

/**
 * C2SP `tlog-checkpoint` as a signed note: three lines, an empty one, one signature line per signer. Throws
 * `input-invalid` for a name, origin or key that such a note cannot carry.
 */
export function signCheckpoint(
  checkpoint: Checkpoint,
  signer: { readonly name: string; readonly key: KeyObject },
): string {
  refuseUnwritable(checkpoint, signer)
  const body = bodyOf(checkpoint)
  const signature = sign(undefined, Buffer.from(body), signer.key)
  const id = noteKeyId(signer.name, signatureTypes.ed25519, signer.key)
  return `${body}\n${signatureLine(signer.name, id, signature)}\n`
}

/** The checkpoint of a note that carries a valid signature of this signer; undefined otherwise. */
export function openCheckpoint(
  note: string,
  signer: { readonly name: string; readonly publicKey: KeyObject },
): Checkpoint | undefined {
  const read = readNote(note)
  if (read === undefined || signer.publicKey.asymmetricKeyType !== 'ed25519') return undefined
  const { body } = read
  const [origin = '', size = '', root = '', ...rest] = body.split('\n')
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  // Only the one way to write these values, so that nobody can read the same signed bytes differently.
  if (rest.length !== 1 || !isWritable(checkpoint) || bodyOf(checkpoint) !== body) return undefined
  const id = noteKeyId(signer.name, signatureTypes.ed25519, signer.publicKey)
  const isSigned = read.signatures.some(
    ({ name, keyId, bytes }) =>
      name === signer.name &&
      keyId.equals(id) &&
      verify(undefined, Buffer.from(body), signer.publicKey, bytes),
  )
  return isSigned ? checkpoint : undefined
}

/** The public key in PEM, of a key pair's either half. */
export function publicPem(key: KeyObject): string {
  return (key.type === 'public' ? key : createPublicKey(key)).export({ type: 'spki', format: 'pem' })
}

/** Reads a private key in PEM. Throws Node's own error when it is none. */
export function privateKey(pem: string): KeyObject {
  return createPrivateKey(pem)
}

/** Fingerprint for people and for `kid` fields: SHA-256 of the SPKI bytes in hex. */
export function keyFingerprint(publicKey: KeyObject): string {
  return createHash('sha256')
    .update(publicKey.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}

function bodyOf({ origin, size, root }: Checkpoint): string {
  return `${origin}\n${size}\n${root.toString('base64')}\n`
}

function refuseUnwritable(
  checkpoint: Checkpoint,
  signer: { readonly name: string; readonly key: KeyObject },
): void {
  if (isWritable(checkpoint) && isKeyName(signer.name) && signer.key.asymmetricKeyType === 'ed25519') return
  throw new AnlaufError('input-invalid', `The log "${checkpoint.origin}" cannot be signed as a checkpoint.`, {
    hint: 'Use an origin on one line, a signer name without spaces and plus signs, and an Ed25519 key.',
  })
}

function isWritable({ origin, size, root }: Checkpoint): boolean {
  const isOneLine = origin !== '' && origin.isWellFormed() && !/\p{Cc}/u.test(origin)
  return isOneLine && Number.isSafeInteger(size) && size >= 0 && root.length === 32
}
