import { RepositoryError, throwIfAborted } from '../error.ts'
import { fetchBlobs } from '../fetch-blobs.ts'
import type { BlobId, SnapshotId } from '../id.ts'
import type { BlobIndex, BlobType } from '../index/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { decodeTree } from '../tree/index.ts'
import { type Bits, createBits } from './bits.ts'

/** Which locations of the index belong to blobs that a snapshot needs; bits by the index's numbers. */
export interface UsedBlobs {
  /** Every copy of every needed blob. */
  readonly used: Bits
  /** Of those the ones that have further copies. */
  readonly doubled: Bits
  readonly snapshots: number
}

/** Trees are fetched in storage order, as many at a time as fill the reads and no memory. */
const treesAtOnce = 4_096
/** Sorting by storage order looks through the whole index: not worth it for the levels of a deep, narrow tree. */
const fewTrees = 32

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
  const missing: { type: BlobType; id: BlobId }[] = []

  /** True the first time. */
  function use(type: BlobType, id: BlobId): boolean {
    const entries = index.entriesOf(id, type)
    const [first] = entries
    if (first === undefined) {
      missing.push({ type, id })
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
  const waiting: BlobId[] = []
  for (const { tree } of snapshots) if (use('tree', tree)) waiting.push(tree)
  let done = 0
  while (waiting.length > 0 && missing.length === 0) {
    for await (const bytes of treesOf(repository, waiting.splice(-treesAtOnce), options.signal)) {
      for (const { type, content, subtree } of decodeTree(bytes)) {
        if (type === 'file') for (const id of content ?? []) use('data', id)
        if (subtree !== undefined && use('tree', subtree)) waiting.push(subtree)
      }
      done += 1
      options.onProgress?.({ phase: 'trees', done, bytesDone: 0, files: done })
    }
  }
  if (missing.length > 0) throw neededBlobsMissing(missing)
  return { used, doubled, snapshots: snapshots.length }
}

async function* treesOf(
  repository: Repository,
  ids: readonly BlobId[],
  signal: AbortSignal | undefined,
): AsyncGenerator<Buffer> {
  if (ids.length <= fewTrees) {
    throwIfAborted(signal)
    for (const id of ids) yield await repository.readBlob(id, 'tree')
    return
  }
  for await (const fetched of fetchBlobs(repository, ids, { signal })) {
    if ('problem' in fetched) throw fetched.problem
    yield fetched.bytes
  }
}

function neededBlobsMissing(missing: readonly { type: BlobType; id: BlobId }[]): RepositoryError {
  const [first] = missing
  return new RepositoryError(
    'missing-object',
    `Snapshots need at least ${missing.length} blobs that no index file names, the first is ${first?.type} ${first?.id}. Nothing was removed.`,
    {
      hint: 'An index file may be gone, and the packs it named would look unused. Bring it back or rebuild the index, see "anlauf repo check"; prune afterwards.',
      context: { missing: missing.slice(0, 100) },
    },
  )
}
