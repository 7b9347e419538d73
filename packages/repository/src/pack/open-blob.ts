import { type UnitCipher, unitOverhead } from '../crypto/index.ts'
import { damaged, RepositoryError } from '../error.ts'
import { type BlobId, sha256 } from '../id.ts'
import type { BlobType } from '../index/blob-type.ts'
import { compress, decompress } from '../zstd.ts'

/** Larger blobs are refused before they are read: no program writes them. */
const maxPlain: Readonly<Record<BlobType, number>> = { data: 128 * 1024 ** 2, tree: 512 * 1024 ** 2 }

/** What the index claims about the blob that is to be opened. */
export interface SealedBlob {
  readonly id: BlobId
  readonly type: BlobType
  readonly length: number
  readonly uncompressedLength: number
}

/** Refuses sizes that no honest blob has, before anything is read or allocated. */
export function checkBlobSize(blob: SealedBlob): void {
  const plain = blob.uncompressedLength > 0 ? blob.uncompressedLength : blob.length - unitOverhead
  if (
    plain >= 0 &&
    blob.length >= unitOverhead &&
    Math.max(plain, blob.length - unitOverhead) <= maxPlain[blob.type]
  ) {
    return
  }
  throw new RepositoryError(
    'limit-exceeded',
    `Blob ${blob.id} claims ${blob.length} stored and ${plain} plain bytes.`,
    {
      hint: 'No backup program writes such blobs; the index was forged or damaged. Other locations are tried.',
      context: { ...blob },
    },
  )
}

/** Memory that is used again for every blob. */
export interface BlobMemory {
  /** At least so many bytes for what is decrypted and still compressed; undefined for new memory each time. */
  readonly stored: (length: number) => Buffer | undefined
  /** The same for the plain bytes: what was opened last holds until the next blob is opened. */
  readonly plain: (length: number) => Buffer | undefined
}

/**
 * MAC, decryption, decompression, length and SHA-256 of one stored blob. Throws `damaged`, `limit-exceeded`.
 * `memory` saves the new pages and their collection.
 */
export function openBlob(
  cipher: UnitCipher,
  blob: SealedBlob,
  sealed: Uint8Array,
  memory?: BlobMemory,
): Buffer {
  checkBlobSize(blob)
  const isCompressed = blob.uncompressedLength > 0
  const stored = cipher.open(sealed, isCompressed ? memory?.stored(blob.length) : memory?.plain(blob.length))
  const plain = isCompressed
    ? decompress(stored, blob.uncompressedLength, memory?.plain(blob.uncompressedLength))
    : stored
  if (blob.uncompressedLength > 0 && plain.length !== blob.uncompressedLength) {
    throw damaged(`Blob ${blob.id} has ${plain.length} bytes instead of ${blob.uncompressedLength}.`)
  }
  if (sha256(plain) !== blob.id) throw damaged(`The content of blob ${blob.id} does not fit its id.`)
  return plain
}

/**
 * One blob ready for a pack. Data is always compressed, even when that makes it larger: the ratio of both
 * lengths in the index tells encrypted files from others without reading them. An empty blob stays plain.
 */
export function sealBlob(
  cipher: UnitCipher,
  plain: Uint8Array,
  options: { level?: number } = {},
): { sealed: Buffer; uncompressedLength: number } {
  if (plain.length === 0) return { sealed: cipher.seal(plain), uncompressedLength: 0 }
  return { sealed: cipher.seal(compress(plain, options.level)), uncompressedLength: plain.length }
}
