import type { UnitCipher } from './crypto/index.ts'
import { asRepositoryError, damaged, RepositoryError } from './error.ts'
import type { BlobId } from './id.ts'
import type { BlobIndex, BlobLocation, BlobType } from './index/index.ts'
import { checkBlobSize, openBlob } from './pack/index.ts'
import type { Storage } from './storage/index.ts'

/** What is needed to read blobs. */
export interface BlobSource {
  readonly storage: Storage
  readonly cipher: UnitCipher
  readonly index: BlobIndex
}

/**
 * One blob, verified. Tries every location that the index names, so a forged or damaged one does no harm;
 * without a type those of both types, because the id alone says what the bytes must be.
 * Throws `missing-object` when no index file names the blob, otherwise the last location's error with all
 * bad locations in its context.
 */
export async function readBlobAnywhere(
  source: BlobSource,
  id: BlobId,
  type: BlobType | undefined,
  options: { except?: BlobLocation } = {},
): Promise<Buffer> {
  const locations = source.index
    .locations(id)
    .filter((location) => type === undefined || location.type === type)
  const bad: string[] = []
  let last: RepositoryError | undefined
  for (const location of locations) {
    if (isSameLocation(location, options.except)) continue
    try {
      return await readBlobAt(source, id, location)
    } catch (error) {
      last = asRepositoryError(error, 'read-failed', `Blob ${id} cannot be read`)
      bad.push(`${location.pack}@${location.offset}`)
    }
  }
  if (last !== undefined) throw unreadable(id, last, bad)
  if (options.except !== undefined) throw damaged(`Blob ${id} has no other location.`, { blob: id })
  throw new RepositoryError(
    'missing-object',
    `No index file names the ${type === undefined ? '' : `${type} `}blob ${id}.`,
    {
      hint: 'The backup was not finished or an index file is gone; take another snapshot or another copy.',
      context: { blob: id, type },
    },
  )
}

async function readBlobAt(source: BlobSource, id: BlobId, location: BlobLocation): Promise<Buffer> {
  const blob = { ...location, id }
  checkBlobSize(blob)
  const range = { offset: location.offset, length: location.length }
  return openBlob(source.cipher, blob, await source.storage.read('data', location.pack, range))
}

function unreadable(id: BlobId, last: RepositoryError, bad: readonly string[]): RepositoryError {
  return new RepositoryError(last.code, `Blob ${id}: ${last.message}`, {
    hint: last.hint,
    retry: last.retry,
    context: { ...last.context, blob: id, badLocations: bad },
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
