import { throwIfAborted } from '../error.ts'
import { fetchBlobs } from '../fetch-blobs.ts'
import type { BlobId } from '../id.ts'
import type { BlobType } from '../index/index.ts'
import type { Repository } from '../repository.ts'
import { decodeTree } from '../tree/index.ts'

/** Trees are fetched in storage order, as many at a time as fill the reads and no memory. */
const treesAtOnce = 4_096
/** Stored bytes on their way: trees grow five-fold and more when they are opened. */
const treeBytesInFlight = 4 * 1024 * 1024
/** Sorting by storage order looks through the whole index: not worth it for the levels of a deep, narrow tree. */
const fewTrees = 32

/**
 * Names every blob that the trees need, themselves included, to `use`, whose answer says whether to look into a
 * tree. Names of entries are not judged here: a tree with a hostile name still needs its blobs.
 * Throws what reading throws, `unsupported` for a node type that nobody knows, `aborted`.
 */
export async function reachBlobs(
  repository: Repository,
  roots: Iterable<BlobId>,
  options: {
    use: (type: BlobType, id: BlobId) => boolean
    onTree?: (() => void) | undefined
    signal?: AbortSignal | undefined
  },
): Promise<void> {
  const { use, signal } = options
  const waiting: BlobId[] = []
  for (const root of roots) if (use('tree', root)) waiting.push(root)
  while (waiting.length > 0) {
    for await (const bytes of treesOf(repository, waiting.splice(-treesAtOnce), signal)) {
      for (const { type, content, subtree } of decodeTree(bytes)) {
        if (type === 'file') for (const id of content ?? []) use('data', id)
        if (subtree !== undefined && use('tree', subtree)) waiting.push(subtree)
      }
      options.onTree?.()
    }
  }
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
  for await (const fetched of fetchBlobs(repository, ids, { signal, bytesInFlight: treeBytesInFlight })) {
    if ('problem' in fetched) throw fetched.problem
    yield fetched.bytes
  }
}
