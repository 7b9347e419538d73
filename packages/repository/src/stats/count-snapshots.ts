import { RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import { contentKey } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'

export type CountMode = 'restore-size' | 'files-by-contents' | 'blobs-per-file' | 'raw-data'

export interface SnapshotCounts {
  readonly snapshots: number
  /** Bytes. */
  readonly size: number
  /** Entries of any type; 0 with `raw-data`. */
  readonly files: number
  /** With `blobs-per-file` and `raw-data`. */
  readonly blobs: number
  /** Plain bytes of the blobs that `size` counts; with `raw-data`. */
  readonly plainSize: number
}

/** Counts several snapshots together. Throws `missing-object` for a blob in no index file, `aborted`. */
export async function countSnapshots(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: { mode?: CountMode; signal?: AbortSignal } = {},
): Promise<SnapshotCounts> {
  const { mode = 'restore-size', signal } = options
  const index = await repository.loadIndex()
  const counts = { snapshots: snapshots.length, size: 0, files: 0, blobs: 0, plainSize: 0 }
  const seen = index.marks()
  const contents = new Set<string>()
  const blobsByPath = new Map<string, Set<BlobId>>()
  for (const snapshot of snapshots) {
    if (mode === 'raw-data' && !countBlob(index, counts, seen, snapshot.tree)) continue
    const inodes = new Set<string>()
    const walk = walkTree(repository, snapshot.tree, {
      signal,
      skip: ({ subtree }) => mode === 'raw-data' && !countBlob(index, counts, seen, subtree),
    })
    for await (const { path, node } of walk) {
      if (mode === 'restore-size') countEntry(counts, inodes, node)
      else if (mode === 'raw-data') for (const id of node.content ?? []) countBlob(index, counts, seen, id)
      else if (!isNew(contents, contentKey(node))) continue
      else if (mode === 'blobs-per-file') countBlobs(index, counts, blobsByPath, path, node)
      else {
        counts.files += 1
        counts.size += node.size ?? 0
      }
    }
  }
  return counts
}

type Counts = { -readonly [Field in keyof SnapshotCounts]: number }

function countEntry(counts: Counts, inodes: Set<string>, node: Node): void {
  counts.files += 1
  if ((node.links ?? 1) > 1 && node.inode !== undefined) {
    const key = `${node.deviceId ?? 0n}:${node.inode}`
    if (inodes.has(key)) return
    inodes.add(key)
  }
  counts.size += node.size ?? 0
}

/** Whatever has no content counts as one empty file, as in restic. */
function isNew(contents: Set<string>, key: string): boolean {
  return contents.size < contents.add(key).size
}

/** A blob counts once for each path, whatever versions of the file there are. */
function countBlobs(
  index: BlobIndex,
  counts: Counts,
  blobsByPath: Map<string, Set<BlobId>>,
  path: string,
  node: Node,
): void {
  const content = node.content ?? []
  if (content.length === 0) return
  const known = blobsByPath.get(path) ?? new Set()
  if (known.size === 0) {
    blobsByPath.set(path, known)
    counts.files += 1
  }
  for (const id of content) {
    if (known.has(id)) continue
    known.add(id)
    counts.blobs += 1
    counts.size += sizesOf(index, id).plain
  }
}

/** False when the blob was counted already. */
function countBlob(
  index: BlobIndex,
  counts: Counts,
  seen: { add(id: BlobId): boolean },
  id: BlobId,
): boolean {
  if (!seen.add(id)) return false
  const { plain, stored } = sizesOf(index, id)
  counts.blobs += 1
  counts.size += stored
  counts.plainSize += plain
  return true
}

function sizesOf(index: BlobIndex, id: BlobId): { plain: number; stored: number } {
  const sizes = index.sizes(id)
  if (sizes !== undefined) return sizes
  throw new RepositoryError('missing-object', `No index file names the blob ${id}.`, {
    hint: 'Run "anlauf repo check" to see which snapshots need it.',
    context: { blob: id },
  })
}
