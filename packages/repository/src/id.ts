import { createHash, hash as hashOnce } from 'node:crypto'

import { RepositoryError } from './error.ts'

/** SHA-256 of a blob's plaintext, 64 lower-case hex digits. */
export type BlobId = string & { readonly __blob: unique symbol }
/** SHA-256 of a pack file's stored bytes. */
export type PackId = string & { readonly __pack: unique symbol }
/** SHA-256 of a snapshot file's stored bytes. */
export type SnapshotId = string & { readonly __snapshot: unique symbol }

const pattern = /^[0-9a-f]{64}$/

/** True for 64 lower-case hex digits, the only shape an object name may have. */
export function isId(text: string): boolean {
  return text.length === 64 && pattern.test(text)
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
