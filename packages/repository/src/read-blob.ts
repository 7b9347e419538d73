import type { BadCopy } from './bad-copies.ts'
import { type UnitCipher, unitCipher } from './crypto/index.ts'
import { asRepositoryError, damaged, placeFailed, RepositoryError } from './error.ts'
import type { BlobId } from './id.ts'
import type { BlobIndex, BlobLocation, BlobType } from './index/index.ts'
import { checkBlobSize, openBlob } from './pack/index.ts'
import type { Repository } from './repository.ts'
import type { Storage } from './storage/index.ts'

/** What is needed to read blobs. */
export interface BlobSource {
  readonly storage: Storage
  readonly cipher: UnitCipher
  readonly index: BlobIndex
  /** Hears of copies that were passed over once another one was whole. */
  readonly onBadCopy: (copy: BadCopy) => void
}

/** The blobs of a repository, as an index of it names them. */
export function blobSource(
  { storage, masterKey, badCopies }: Pick<Repository, 'storage' | 'masterKey' | 'badCopies'>,
  index: BlobIndex,
): BlobSource {
  return { storage, cipher: unitCipher(masterKey), index, onBadCopy: (copy) => badCopies.add(copy) }
}

/** A location at which a blob could not be read, and why. */
export interface FailedPlace {
  readonly place: BlobLocation
  readonly error: RepositoryError
}

/**
 * One blob, verified. Tries every location that the index names, so a forged or damaged one does no harm;
 * without a type those of both types, because the id alone says what the bytes must be. `tried` is a location
 * that failed already. Throws `missing-object` when no index file names the blob, otherwise the last location's
 * error with all bad locations in its context.
 */
export async function readBlobAnywhere(
  source: BlobSource,
  id: BlobId,
  type: BlobType | undefined,
  options: { tried?: FailedPlace | undefined } = {},
): Promise<Buffer> {
  const locations = source.index
    .locations(id)
    .filter((location) => type === undefined || location.type === type)
  const bad: FailedPlace[] = options.tried === undefined ? [] : [options.tried]
  for (const place of locations) {
    if (isSameLocation(place, options.tried?.place)) continue
    try {
      const blob = await readBlobAt(source, id, place)
      tellOfBadCopies(source, id, bad)
      return blob
    } catch (error) {
      bad.push({ place, error: asRepositoryError(error, 'read-failed', `Blob ${id} cannot be read`) })
    }
  }
  if (bad.length > 0) throw unreadable(id, bad)
  throw new RepositoryError(
    'missing-object',
    `No index file names the ${type === undefined ? '' : `${type} `}blob ${id}.`,
    {
      hint: 'The backup was not finished or an index file is gone; take another snapshot or another copy.',
      context: { blob: id, type },
    },
  )
}

/** A place that was out of reach for a moment is no damage. */
export function tellOfBadCopies(source: BlobSource, blob: BlobId, bad: readonly FailedPlace[]): void {
  for (const { place, error } of bad) {
    if (placeFailed(error)) continue
    source.onBadCopy({ blob, pack: place.pack, offset: place.offset, message: error.message })
  }
}

async function readBlobAt(source: BlobSource, id: BlobId, location: BlobLocation): Promise<Buffer> {
  const blob = { ...location, id }
  checkBlobSize(blob)
  const range = { offset: location.offset, length: location.length }
  return openBlob(source.cipher, blob, await source.storage.read('data', location.pack, range))
}

function unreadable(id: BlobId, bad: readonly FailedPlace[]): RepositoryError {
  const last = bad.at(-1)?.error ?? damaged(`Blob ${id} cannot be read.`)
  return new RepositoryError(last.code, `Blob ${id}: ${last.message}`, {
    hint: last.hint,
    retry: last.retry,
    context: {
      ...last.context,
      blob: id,
      badLocations: bad.map(({ place }) => `${place.pack}@${place.offset}`),
    },
    cause: last,
  })
}

function isSameLocation(a: BlobLocation, b: BlobLocation | undefined): boolean {
  return (
    b !== undefined &&
    a.pack === b.pack &&
    a.offset === b.offset &&
    a.length === b.length &&
    a.uncompressedLength === b.uncompressedLength
  )
}
