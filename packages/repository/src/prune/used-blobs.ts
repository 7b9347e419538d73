import { RepositoryError } from '../error.ts'
import type { BlobId, SnapshotId } from '../id.ts'
import { type Bits, type BlobIndex, type BlobType, createBits } from '../index/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { reachBlobs } from '../transfer/index.ts'

/** Which locations of the index belong to blobs that a snapshot needs; bits by the index's numbers. */
export interface UsedBlobs {
  /** Every copy of every needed blob. */
  readonly used: Bits
  /** Of those the ones that have further copies. */
  readonly doubled: Bits
  readonly snapshots: number
}

/** A lost index file can make millions of blobs missing; the first thousands say enough. */
const maxNamed = 10_000

/**
 * Walks every snapshot down to its last directory. A blob that is needed and in no index file, a snapshot or a
 * directory that cannot be read: each ends the walk, because nobody knows what it would have named.
 * Throws `missing-object`, `damaged`, `unsupported`, `aborted`.
 */
export async function findUsedBlobs(
  repository: Repository,
  index: BlobIndex,
  options: {
    signal?: AbortSignal | undefined
    onProgress?: ((progress: Progress) => void) | undefined
    without?: readonly SnapshotId[] | undefined
  },
): Promise<UsedBlobs> {
  const used = createBits(index.count)
  const doubled = createBits(index.count)
  const missing = new Set<string>()

  /** True the first time. */
  function use(type: BlobType, id: BlobId): boolean {
    const entries = index.entriesOf(id, type)
    const [first] = entries
    if (first === undefined) {
      if (missing.size < maxNamed) missing.add(`${type} ${id}`)
      return false
    }
    if (used.has(first)) return false
    for (const entry of entries) {
      used.add(entry)
      if (entries.length > 1) doubled.add(entry)
    }
    return true
  }

  const all = await repository.listSnapshots()
  const snapshots = all.filter(({ id }) => options.without?.includes(id) !== true)
  let done = 0
  await reachBlobs(
    repository,
    snapshots.map(({ tree }) => tree),
    {
      use,
      signal: options.signal,
      onTree() {
        done += 1
        options.onProgress?.({ phase: 'trees', done, bytesDone: 0, files: done })
      },
    },
  )
  if (missing.size > 0) throw neededBlobsMissing(missing)
  return { used, doubled, snapshots: snapshots.length }
}

function neededBlobsMissing(missing: ReadonlySet<string>): RepositoryError {
  const [first = ''] = missing
  const count = missing.size < maxNamed ? String(missing.size) : `at least ${maxNamed}`
  return new RepositoryError(
    'missing-object',
    `Snapshots need ${count} blobs that no index file names, the first is ${first}. Nothing was removed.`,
    {
      hint: 'An index file may be gone, and the packs it named would look unused. Bring it back or rebuild the index, see "anlauf repo check"; prune afterwards.',
      context: { missing: [...missing].slice(0, 100) },
    },
  )
}
