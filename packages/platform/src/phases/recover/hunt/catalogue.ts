import {
  type BlobId,
  contentKey,
  type Node,
  type Repository,
  type RepositoryError,
  type Snapshot,
  walkTree,
} from '@anlauf/repository'

import type { Content } from '../contents.ts'
import type { BarrenDirectories } from './barren-directories.ts'

export interface CatalogueCounts {
  treesRead: number
  /** Files in directories that were read; a directory that several snapshots share counts once. */
  filesSeen: number
  contents: number
}

export interface CatalogueOptions {
  readonly counts: CatalogueCounts
  readonly signal: AbortSignal | undefined
  readonly onProblem: (problem: { path: string; error: RepositoryError }) => void
  readonly onSnapshot: () => void
  /** Learns where nothing lies that may be wanted, so that nobody has to walk there again. */
  readonly barren?: {
    readonly directories: BarrenDirectories
    readonly mayBeWanted: (content: Content) => boolean
  }
}

/** A window of contents holds so many pieces; 200 bytes of memory each while it is read. */
const windowPieces = 100_000

/**
 * Every different content of a history once, in windows: trees only, each directory read once however many
 * snapshots share it. Memory: 100 bytes for every directory and content.
 */
export async function* catalogue(
  repository: Repository,
  snapshots: readonly Snapshot[],
  { counts, signal, onProblem, onSnapshot, barren }: CatalogueOptions,
): AsyncGenerator<readonly Content[]> {
  const seenTrees = new Set<BlobId>()
  const seenContents = new Set<string>()
  const isNew = (subtree: BlobId): boolean => seenTrees.size < seenTrees.add(subtree).size
  let window: Content[] = []
  let pieces = 0
  for (const { tree } of snapshots) {
    if (isNew(tree)) {
      const directories = barren?.directories
      const skip = ({ subtree }: { subtree: BlobId }): boolean => {
        const isKnown = !isNew(subtree)
        if (isKnown) directories?.pass(subtree)
        else directories?.enter(subtree)
        return isKnown
      }
      const onLeave = ({ node }: { node: Node }): void => directories?.leave(node.subtree)
      directories?.enter(tree)
      for await (const { node } of walkTree(repository, tree, { signal, skip, onProblem, onLeave })) {
        if (node.type !== 'file') continue
        counts.filesSeen += 1
        const content = contentOf(node)
        if (barren?.mayBeWanted(content) === true) directories?.hit()
        if (seenContents.has(content.key)) continue
        seenContents.add(content.key)
        counts.contents += 1
        window.push(content)
        pieces += Math.max(1, content.blobs.length)
        if (pieces < windowPieces) continue
        yield window
        window = []
        pieces = 0
      }
      directories?.leave(tree)
    }
    onSnapshot()
  }
  counts.treesRead += seenTrees.size
  if (window.length > 0) yield window
}

function contentOf(node: Node): Content {
  // A size that its blobs do not have is another content: it must not ride on an honest one.
  const size = node.size ?? 0
  return { key: placeKey(node), blobs: node.content ?? [], size, items: [] }
}

/** Equal for files with equal blobs and equal size. */
export function placeKey(node: Node): string {
  return `${contentKey(node)}/${node.size ?? 0}`
}
