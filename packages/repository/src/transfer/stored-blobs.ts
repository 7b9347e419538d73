import type { UnitCipher } from '../crypto/index.ts'
import { asRepositoryError, damaged, type RepositoryError, throwIfAborted } from '../error.ts'
import { type BlobId, type PackId, sha256 } from '../id.ts'
import type { BlobLocation, BlobType, IndexedBlob } from '../index/index.ts'
import { checkBlobSize, type SealedBlob } from '../pack/index.ts'
import { type BlobSource, type FailedPlace, tellOfBadCopies } from '../read-blob.ts'
import { decompress } from '../zstd.ts'

/** A blob as it lies in its pack, decrypted but still compressed, and verified down to its SHA-256. */
export interface StoredBlob {
  readonly id: BlobId
  readonly type: BlobType
  readonly stored: Buffer
  /** 0: `stored` is the plain blob. */
  readonly uncompressedLength: number
}

/** Why no location has a blob. */
export interface UnreadableBlob {
  readonly id: BlobId
  readonly type: BlobType
  readonly problem: RepositoryError
}

/** Reading over a small gap is cheaper than a second request, even on local disks. */
const maxGap = 64 * 1024
/** One range is in work while the next is read: 8 MiB in all. */
const maxRange = 4 * 1024 * 1024

/**
 * The blobs of the packs, pack by pack, neighbours in one read, the next read under way. Each is verified as
 * for a restore but keeps its compressed form; when a location is bad the others of the index are tried.
 */
export async function* readStoredBlobs(
  source: BlobSource,
  packs: Iterable<{ pack: PackId; blobs: readonly IndexedBlob[] }>,
  options: { signal?: AbortSignal | undefined } = {},
): AsyncGenerator<StoredBlob | UnreadableBlob> {
  const ranges = rangesOf(packs)
  let next = startReading(source, ranges.next().value)
  while (next !== undefined) {
    throwIfAborted(options.signal)
    const { range, bytes } = next
    next = startReading(source, ranges.next().value)
    const read = await bytes
    for (const blob of range.blobs) {
      const from = blob.offset - range.offset
      const sealed = read?.subarray(from, from + blob.length)
      yield (
        (sealed === undefined ? undefined : tryOpen(source.cipher, blob, sealed)) ??
          (await readElsewhere(source, blob, { ...blob, pack: range.pack }))
      )
    }
  }
}

/**
 * MAC, decryption, decompression, length and SHA-256 of one stored blob; the result is still compressed.
 * Throws `damaged`, `limit-exceeded`.
 */
export function openStored(cipher: UnitCipher, blob: SealedBlob, sealed: Uint8Array): StoredBlob {
  checkBlobSize(blob)
  const { id, type, uncompressedLength } = blob
  const stored = cipher.open(sealed)
  const plain = plainOf({ id, type, stored, uncompressedLength })
  if (sha256(plain) !== id) throw damaged(`The content of blob ${id} does not fit its id.`, { blob: id })
  return { id, type, stored, uncompressedLength }
}

/** The plain bytes of a stored blob. Throws `damaged`, `limit-exceeded`. */
export function plainOf({ id, stored, uncompressedLength }: StoredBlob): Buffer {
  if (uncompressedLength === 0) return stored
  const plain = decompress(stored, uncompressedLength)
  if (plain.length === uncompressedLength) return plain
  throw damaged(`Blob ${id} has ${plain.length} bytes instead of ${uncompressedLength}.`, { blob: id })
}

interface Range {
  readonly pack: PackId
  readonly offset: number
  readonly length: number
  readonly blobs: readonly IndexedBlob[]
}

function* rangesOf(
  packs: Iterable<{ pack: PackId; blobs: readonly IndexedBlob[] }>,
): Generator<Range, undefined> {
  for (const { pack, blobs } of packs) {
    let group: IndexedBlob[] = []
    let start = 0
    let end = 0
    for (const blob of [...blobs].sort((a, b) => a.offset - b.offset)) {
      const blobEnd = blob.offset + blob.length
      const isNear = blob.offset - end <= maxGap && blobEnd - start <= maxRange
      if (group.length > 0 && !isNear) {
        yield { pack, offset: start, length: end - start, blobs: group }
        group = []
      }
      start = group.length === 0 ? blob.offset : start
      end = group.length === 0 ? blobEnd : Math.max(end, blobEnd)
      group.push(blob)
    }
    if (group.length > 0) yield { pack, offset: start, length: end - start, blobs: group }
  }
}

/** `bytes` is undefined when the range as a whole cannot be read: then each blob is tried on its own. */
function startReading(
  source: BlobSource,
  range: Range | undefined,
): { range: Range; bytes: Promise<Buffer | undefined> } | undefined {
  if (range === undefined) return undefined
  const { pack, offset, length } = range
  return { range, bytes: source.storage.read('data', pack, { offset, length }).catch(() => undefined) }
}

function tryOpen(cipher: UnitCipher, blob: IndexedBlob, sealed: Buffer): StoredBlob | undefined {
  try {
    return openStored(cipher, blob, sealed)
  } catch {
    return undefined
  }
}

/** The place itself once more, alone, then every other copy. */
async function readElsewhere(
  source: BlobSource,
  { id, type }: IndexedBlob,
  first: BlobLocation,
): Promise<StoredBlob | UnreadableBlob> {
  const others = source.index
    .locations(id)
    .filter((place) => place.type === type && !(place.pack === first.pack && place.offset === first.offset))
  const bad: FailedPlace[] = []
  for (const place of [first, ...others]) {
    try {
      checkBlobSize({ ...place, id })
      const range = { offset: place.offset, length: place.length }
      const sealed = await source.storage.read('data', place.pack, range)
      const blob = openStored(source.cipher, { ...place, id }, sealed)
      tellOfBadCopies(source, id, bad)
      return blob
    } catch (error) {
      bad.push({ place, error: asRepositoryError(error, 'read-failed', `Blob ${id}`) })
    }
  }
  return { id, type, problem: bad[0]?.error ?? damaged(`Blob ${id} cannot be read.`, { blob: id }) }
}
