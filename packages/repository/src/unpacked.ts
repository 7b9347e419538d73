import type { UnitCipher } from './crypto/index.ts'
import { damaged } from './error.ts'
import { sha256 } from './id.ts'
import type { FileKind, Storage } from './storage/index.ts'
import { compress, decompressUpTo } from './zstd.ts'

/**
 * Largest JSON of each kind, because a few kilobytes unpack to any size. An index of 50,000 blobs takes 9 MB, a
 * snapshot of a million named paths 80 MB, a lock 200 bytes.
 */
const maxUnpacked = {
  index: 256 * 1024 * 1024,
  snapshots: 128 * 1024 * 1024,
  locks: 64 * 1024,
} as const

/**
 * Reads, verifies and decodes an index, snapshot or lock file: the name is the SHA-256 of the stored
 * bytes, the content one encrypted unit. Returns JSON text as bytes. Throws `damaged`, `missing-object`,
 * `limit-exceeded`.
 */
export async function loadUnpacked(
  storage: Storage,
  cipher: UnitCipher,
  kind: Exclude<FileKind, 'config' | 'keys' | 'data'>,
  id: string,
): Promise<Buffer> {
  const stored = await storage.read(kind, id)
  if (sha256(stored) !== id) throw damaged(`${kind}/${id}: the content does not fit the name.`, { kind, id })
  return decodeUnpacked(cipher.open(stored), maxUnpacked[kind])
}

/** Encodes, encrypts and writes an index, snapshot or lock file; returns its id. Version 1 has no compression. */
export async function storeUnpacked(
  storage: Storage,
  cipher: UnitCipher,
  kind: Exclude<FileKind, 'config' | 'keys' | 'data'>,
  json: Uint8Array,
  options: { version: 1 | 2 },
): Promise<string> {
  const stored = cipher.seal(options.version === 1 ? json : encodeUnpacked(json))
  const id = sha256(stored)
  await storage.write(kind, id, stored)
  return id
}

/** `0x02` and a zstd frame: how repository version 2 stores JSON. */
export function encodeUnpacked(json: Uint8Array): Buffer {
  return Buffer.concat([Buffer.of(2), compress(json)])
}

/** The JSON of at most `maxLength` bytes in a plaintext: `0x02` and zstd, or the JSON itself when it starts with `{` or `[`. */
export function decodeUnpacked(plaintext: Buffer, maxLength: number): Buffer {
  const first = plaintext[0]
  if (first === 0x7b || first === 0x5b) return plaintext
  if (first === 2) return decompressUpTo(plaintext.subarray(1), maxLength)
  throw damaged('A repository file is neither JSON nor compressed JSON.', { firstByte: first })
}
