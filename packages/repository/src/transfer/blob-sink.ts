import { createPackWriter } from '../backup/pack-writer.ts'
import { unitCipher } from '../crypto/index.ts'
import type { BlobId } from '../id.ts'
import { type BlobIndex, type BlobType, createBlobIndex } from '../index/index.ts'
import { sealBlob } from '../pack/index.ts'
import type { Repository } from '../repository.ts'
import { plainOf, type StoredBlob } from './stored-blobs.ts'

/** Where verified blobs of another pack or another repository go. */
export interface BlobSink {
  /** True when the repository has the blob, or it was added already. */
  has(id: BlobId, type: BlobType): boolean
  /** Adds a blob that is not there yet, under a fresh IV. Resolves when there is room for the next. */
  add(blob: StoredBlob): Promise<void>
  /** Everything durable: packs first, then index files. More may be added afterwards. */
  finish(): Promise<void>
  /** Those that were written. */
  readonly indexFiles: readonly string[]
  readonly bytesWritten: number
}

/**
 * A sink for `repository`. Compressed payload goes over as it is; what is plain is compressed where the format
 * allows it (the ratio tells encrypted files from others later) and the other way round for format 1.
 * `known` is what counts as being there; a repack leaves it out, because it writes copies on purpose.
 */
export function createBlobSink(repository: Repository, options: { known?: BlobIndex } = {}): BlobSink {
  const cipher = unitCipher(repository.masterKey)
  const { version } = repository.config
  const written = createBlobIndex()
  const underway = new Set<string>()
  const packs = createPackWriter({
    storage: repository.storage,
    cipher,
    version,
    onPack(pack, blobs) {
      written.add(pack, blobs)
      for (const { id, type } of blobs) underway.delete(type + id)
    },
  })

  function sealed(blob: StoredBlob): { sealed: Buffer; uncompressedLength: number } {
    const isCompressed = blob.uncompressedLength > 0
    if (version === 1 && isCompressed) return { sealed: cipher.seal(plainOf(blob)), uncompressedLength: 0 }
    if (version === 2 && !isCompressed) return sealBlob(cipher, blob.stored)
    return { sealed: cipher.seal(blob.stored), uncompressedLength: blob.uncompressedLength }
  }

  const has: BlobSink['has'] = (id, type) =>
    underway.has(type + id) || written.has(id, type) || options.known?.has(id, type) === true
  return {
    has,
    get bytesWritten() {
      return packs.bytesWritten
    },
    async add(blob) {
      if (has(blob.id, blob.type)) return
      underway.add(blob.type + blob.id)
      await packs.add(blob.type, { id: blob.id, ...sealed(blob) })
    },
    finish: () => packs.finish(),
    get indexFiles() {
      return packs.indexFiles
    },
  }
}
