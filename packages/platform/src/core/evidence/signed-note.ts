import { createHash, createPublicKey, type KeyObject } from 'node:crypto'

/** Signature types of C2SP signed notes that we write and read. */
export const signatureTypes = { ed25519: 0x01, cosignature: 0x04 } as const

/** Three lines and a handful of witnesses; a longer note is not one of ours. */
const maxNote = 64 * 1024

/** A note's text (with its last line break) and its signature lines. */
export interface SignedNote {
  readonly body: string
  readonly signatures: readonly NoteSignature[]
}

export interface NoteSignature {
  readonly name: string
  /** First four bytes of what names the key. */
  readonly keyId: Buffer
  readonly bytes: Buffer
  /** The line as it stands in the note, without line break. */
  readonly line: string
}

/** Takes a note apart; undefined when it is none. Signs of other kinds than ours stay in, as the format wants. */
export function readNote(note: string): SignedNote | undefined {
  const end = note.lastIndexOf('\n\n')
  if (end < 0 || note.length > maxNote || !note.endsWith('\n')) return undefined
  const lines = note.slice(end + 2, -1).split('\n')
  const signatures = lines.flatMap((line) => {
    const [, name, base64 = ''] = /^— (\S+) ([A-Za-z0-9+/]+={0,2})$/u.exec(line) ?? []
    const bytes = Buffer.from(base64, 'base64')
    return name === undefined || bytes.length < 5
      ? []
      : [{ name, keyId: bytes.subarray(0, 4), bytes: bytes.subarray(4), line }]
  })
  return signatures.length === lines.length ? { body: note.slice(0, end + 1), signatures } : undefined
}

/** One signature as a line of a note, without line break. */
export function signatureLine(name: string, keyId: Buffer, bytes: Buffer): string {
  return `— ${name} ${Buffer.concat([keyId, bytes]).toString('base64')}`
}

/** SHA-256(name ‖ 0x0A ‖ type ‖ public key)[:4]; the raw key is the last 32 bytes of its SPKI form. */
export function noteKeyId(name: string, type: number, key: KeyObject): Buffer {
  const publicKey = key.type === 'public' ? key : createPublicKey(key)
  const raw = publicKey.export({ type: 'spki', format: 'der' }).subarray(-32)
  return createHash('sha256')
    .update(Buffer.concat([Buffer.from(`${name}\n`), Buffer.of(type), raw]))
    .digest()
    .subarray(0, 4)
}

/** C2SP signed-note: not empty, no Unicode spaces, no plus. */
export function isKeyName(name: string): boolean {
  return name !== '' && name.isWellFormed() && !/[\s+\p{Cc}]/u.test(name)
}
