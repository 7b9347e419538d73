import type { BlobId, Node, Repository, Snapshot } from '@anlauf/repository'

/** Finds the file or link of a path in a snapshot; undefined when the snapshot does not hold one. */
export type NodeFinder = (snapshot: Snapshot, path: string) => Promise<Node | undefined>

/** Directories of one path and its neighbours; a folder of 100,000 entries takes some 10 MB. */
const maxTrees = 32

/**
 * A finder that remembers the directories it went through last. Asked in the order of paths, it reads each
 * directory once, however many files of it are wanted: a folder of 5,000 files is no longer read 5,000 times.
 */
export function nodeFinder(repository: Repository): NodeFinder {
  const trees = new Map<BlobId, ReadonlyMap<string, Node>>()

  async function entriesOf(tree: BlobId): Promise<ReadonlyMap<string, Node>> {
    const known = trees.get(tree)
    const entries = known ?? new Map((await repository.readTree(tree)).map((node) => [node.name, node]))
    trees.delete(tree)
    trees.set(tree, entries)
    const [oldest] = trees.keys()
    if (trees.size > maxTrees && oldest !== undefined) trees.delete(oldest)
    return entries
  }

  return async (snapshot, path) => {
    const names = path.split('/').filter((name) => name !== '')
    let tree = snapshot.tree
    for (const [depth, name] of names.entries()) {
      const node = (await entriesOf(tree)).get(name)
      if (depth === names.length - 1)
        return node?.type === 'file' || node?.type === 'symlink' ? node : undefined
      if (node?.subtree === undefined) return undefined
      tree = node.subtree
    }
    return undefined
  }
}
