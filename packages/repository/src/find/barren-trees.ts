import type { RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'

/** Directories in which nothing was found; they are not read again in the next snapshot. */
export interface BarrenTrees {
  has(path: string, tree: BlobId): boolean
  add(path: string, tree: BlobId): void
}

/** Some 150 bytes a directory; beyond this the same directories are simply read again. */
const maxBarren = 2_000_000

/** `byPath` where the answer depends on where a directory lies. */
export function barrenTrees({ byPath }: { byPath: boolean }): BarrenTrees {
  const trees = new Set<string>()
  const key = (path: string, tree: BlobId): string => (byPath ? `${tree}${path}` : tree)
  return {
    has: (path, tree) => trees.has(key(path, tree)),
    add(path, tree) {
      if (trees.size < maxBarren) trees.add(key(path, tree))
    },
  }
}

interface Step {
  isFertile: boolean
}

/**
 * Walks a snapshot past the barren directories and learns new ones. Call `found` for an entry before the next
 * one is asked for.
 */
export async function* walkFertile(
  repository: Repository,
  snapshot: Snapshot,
  barren: BarrenTrees,
  options: {
    readonly signal?: AbortSignal | undefined
    /** False leaves out what is below a directory. */
    readonly reaches: (path: string) => boolean
    /** True where a directory must be read whatever was learned elsewhere. */
    readonly overrules?: (path: string) => boolean
    readonly onProblem?:
      | ((problem: { snapshot: Snapshot; path: string; error: RepositoryError }) => void)
      | undefined
  },
): AsyncGenerator<{ path: string; node: Node; parent: BlobId; found: () => void }> {
  const steps: Step[] = [{ isFertile: false }]
  const parents: BlobId[] = [snapshot.tree]
  const walk = walkTree(repository, snapshot.tree, {
    signal: options.signal,
    skip: ({ path, subtree }) =>
      !options.reaches(path) || (barren.has(path, subtree) && options.overrules?.(path) !== true),
    onProblem: ({ path, error }) => {
      // Unreadable is not empty: it is named again in every snapshot.
      for (const step of steps) step.isFertile = true
      options.onProblem?.({ snapshot, path, error })
    },
    onLeave: ({ path, node }) => {
      const step = steps.pop()
      parents.pop()
      if (step?.isFertile === false && node.subtree !== undefined) barren.add(path, node.subtree)
    },
  })
  for await (const { path, node } of walk) {
    const parent = parents.at(-1) ?? snapshot.tree
    yield {
      path,
      node,
      parent,
      found: () => {
        for (const step of steps) step.isFertile = true
      },
    }
    if (node.type !== 'dir') continue
    steps.push({ isFertile: false })
    parents.push(node.subtree ?? parent)
  }
}
