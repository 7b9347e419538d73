import {
  type BlobId,
  contentKey,
  type Node,
  type Repository,
  RepositoryError,
  type Snapshot,
} from '@anlauf/repository'

/** A regular file in one snapshot. */
export interface FileNode {
  readonly path: string
  readonly node: Node
  /** Equal keys mean equal bytes. */
  readonly key: string
}

/** What one snapshot changed against the one before it in its series; unchanged subtrees were skipped. */
export interface SnapshotChanges {
  readonly snapshot: Snapshot
  readonly modified: readonly { readonly path: string; readonly before: FileNode; readonly after: FileNode }[]
  readonly added: readonly FileNode[]
  readonly removed: readonly FileNode[]
}

export interface TreeCounts {
  treesRead: number
  filesSeen: number
}

/** Deeper trees cannot exist in a file system: a path has at most 4,096 bytes. */
const maxDepth = 2_048

/**
 * Compares two trees by their ids alone: an equal id is an equal subtree and is skipped, an equal blob list
 * is an equal file. Reads tree blobs only, no data pack. Throws what `readTree` throws, `limit-exceeded`
 * beyond 2,048 levels.
 */
export async function changesBetween(
  repository: Repository,
  before: BlobId | undefined,
  snapshot: Snapshot,
  counts: TreeCounts,
  signal?: AbortSignal,
): Promise<SnapshotChanges> {
  const modified: { path: string; before: FileNode; after: FileNode }[] = []
  const added: FileNode[] = []
  const removed: FileNode[] = []

  async function compare(
    old: BlobId | undefined,
    now: BlobId | undefined,
    path: string,
    depth: number,
  ): Promise<void> {
    if (old === now) return
    signal?.throwIfAborted()
    if (depth > maxDepth) throw tooDeep(snapshot)
    const [olds, nows] = await Promise.all([nodesOf(old), nodesOf(now)])
    for (const name of new Set([...olds.keys(), ...nows.keys()])) {
      await compareEntry(olds.get(name), nows.get(name), `${path}/${name}`, depth)
    }
  }

  async function compareEntry(
    old: Node | undefined,
    now: Node | undefined,
    path: string,
    depth: number,
  ): Promise<void> {
    const [oldTree, nowTree] = [treeOf(old), treeOf(now)]
    if (oldTree !== undefined || nowTree !== undefined) await compare(oldTree, nowTree, path, depth + 1)
    const [before, after] = [fileOf(old, path), fileOf(now, path)]
    if (before !== undefined && after !== undefined) {
      if (before.key !== after.key) modified.push({ path, before, after })
    } else if (after !== undefined) added.push(after)
    else if (before !== undefined) removed.push(before)
  }

  async function nodesOf(tree: BlobId | undefined): Promise<Map<string, Node>> {
    if (tree === undefined) return new Map()
    counts.treesRead += 1
    return new Map((await repository.readTree(tree)).map((node) => [node.name, node]))
  }

  function fileOf(node: Node | undefined, path: string): FileNode | undefined {
    if (node?.type !== 'file') return undefined
    counts.filesSeen += 1
    return { path, node, key: contentKey(node) }
  }

  await compare(before, snapshot.tree, '', 0)
  return { snapshot, modified, added, removed }
}

function treeOf(node: Node | undefined): BlobId | undefined {
  return node?.type === 'dir' ? node.subtree : undefined
}

function tooDeep(snapshot: Snapshot): RepositoryError {
  return new RepositoryError(
    'limit-exceeded',
    `Directories of snapshot ${snapshot.id} are nested deeper than ${maxDepth} levels.`,
    { hint: 'No file system can hold such a path; leave this host or snapshot out and look who wrote it.' },
  )
}
