import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from 'node:crypto'

import { AnlaufError } from '../failure.ts'

/** A signed statement: this log had so many entries with this Merkle root. */
export interface Checkpoint {
  /** Schema-less URL that names the log, with the case's id. */
  readonly origin: string
  readonly size: number
  /** 32 bytes. */
  readonly root: Buffer
}

/** Signature type of Ed25519 in C2SP signed notes. */
const ed25519 = 0x01
/** Three lines and a handful of witnesses; a longer note is not one of ours. */
const maxNote = 64 * 1024

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
  const id = keyId(signer.name, createPublicKey(signer.key))
  return `${body}\n— ${signer.name} ${Buffer.concat([id, signature]).toString('base64')}\n`
}

/** The checkpoint of a note that carries a valid signature of this signer; undefined otherwise. */
export function openCheckpoint(
  note: string,
  signer: { readonly name: string; readonly publicKey: KeyObject },
): Checkpoint | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || note.length > maxNote || signer.publicKey.asymmetricKeyType !== 'ed25519') return undefined
  const body = note.slice(0, end + 1)
  const [origin = '', size = '', root = '', ...rest] = body.split('\n')
  const checkpoint = { origin, size: Number(size), root: Buffer.from(root, 'base64') }
  // Only the one way to write these values, so that nobody can read the same signed bytes differently.
  if (rest.length !== 1 || !isWritable(checkpoint) || bodyOf(checkpoint) !== body) return undefined
  const id = keyId(signer.name, signer.publicKey)
  const isSigned = note
    .slice(end + 2)
    .split('\n')
    .some((line) => isSignature(line, signer.name, id, body, signer.publicKey))
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

/** C2SP signed-note: not empty, no Unicode spaces, no plus. */
function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name)
}

function isSignature(line: string, name: string, id: Buffer, body: string, publicKey: KeyObject): boolean {
  if (!line.startsWith(`— ${name} `)) return false
  const bytes = Buffer.from(line.slice(name.length + 3), 'base64')
  return bytes.subarray(0, 4).equals(id) && verify(undefined, Buffer.from(body), publicKey, bytes.subarray(4))
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]; the raw key is the last 32 bytes of its SPKI form. */
function keyId(name: string, publicKey: KeyObject): Buffer {
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(ed25519), raw]))
    .digest()
    .subarray(0, 4)
}
