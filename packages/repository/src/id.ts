import { createHash, hash as hashOnce } from 'node:crypto'

import { RepositoryError } from './error.ts'

/** SHA-256 of a blob's plaintext, 64 lower-case hex digits. */
export type BlobId = string & { readonly __blob: unique symbol }
/** SHA-256 of a pack file's stored bytes. */
export type PackId = string & { readonly __pack: unique symbol }
/** SHA-256 of a snapshot file's stored bytes. */
export type SnapshotId = string & { readonly __snapshot: unique symbol }

const isHexDigit = Uint8Array.from({ length: 128 }, (_, code) =>
  '0123456789abcdef'.includes(String.fromCharCode(code)) ? 1 : 0,
)

/**
 * True for 64 lower-case hex digits, the only shape an object name may have. Asked of every file of every directory:
 * 0.08 µs, a regular expression takes 0.3.
 */
export function isId(text: string): boolean {
  if (text.length !== 64) return false
  for (let at = 0; at < 64; at += 1) if (isHexDigit[text.charCodeAt(at)] !== 1) return false
  return true
}

/** Brands a blob id. Throws `invalid-argument` for anything but 64 lower-case hex digits. */
export function blobId(text: string): BlobId {
  return checked(text, 'blob') as BlobId
}

/** Brands a pack id. Throws `invalid-argument` for anything but 64 lower-case hex digits. */
export function packId(text: string): PackId {
  return checked(text, 'pack') as PackId
}

/** Brands a snapshot id. Throws `invalid-argument` for anything but 64 lower-case hex digits. */
export function snapshotId(text: string): SnapshotId {
  return checked(text, 'snapshot') as SnapshotId
}

/** SHA-256 as 64 hex digits over one or several pieces of bytes. */
export function sha256(bytes: Uint8Array | readonly Uint8Array[]): string {
  if (bytes instanceof Uint8Array) return hashOnce('sha256', bytes, 'hex')
  const hash = createHash('sha256')
  for (const piece of bytes) hash.update(piece)
  return hash.digest('hex')
}

function checked(text: string, kind: string): string {
  if (isId(text)) return text
  throw new RepositoryError('invalid-argument', `"${text.slice(0, 80)}" is not a ${kind} id.`, {
    hint: 'An id is 64 lower-case hexadecimal digits.',
    context: { kind },
  })
}
