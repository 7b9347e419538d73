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
  /** Called when everything of a snapshot was yielded that no earlier one has. */
  readonly onSnapshot: (snapshot: Snapshot) => void
  /** Contents that were yielded; a later catalogue of the same history leaves them out. */
  readonly seen: SeenContents
  /** Leaves out files for now. */
  readonly isChosen?: (path: string, node: Node) => boolean
  /** A window ends with its snapshot, so that what is done first is what this order says. */
  readonly endsWithSnapshot?: boolean
  /** Learns where nothing lies that may be wanted, so that nobody has to walk there again. */
  readonly barren?: {
    readonly directories: BarrenDirectories
    readonly mayBeWanted: (node: Node) => boolean
  }
}

/** A window of contents holds so many pieces; 200 bytes of memory each while it is read. */
const windowPieces = 100_000

/**
 * Every different content of a history once, in windows and in the order of the snapshots: trees only, each directory
 * read once however many snapshots share it. Memory: 100 bytes for every directory and content.
 */
export async function* catalogue(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: CatalogueOptions,
): AsyncGenerator<readonly Content[]> {
  const { counts, signal, onProblem, onSnapshot, seen, isChosen, barren } = options
  const seenTrees = new Set<BlobId>()
  const isNew = (subtree: BlobId): boolean => seenTrees.size < seenTrees.add(subtree).size
  let window: Content[] = []
  let pieces = 0
  for (const snapshot of snapshots) {
    const { tree } = snapshot
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
      for await (const { path, node } of walkTree(repository, tree, { signal, skip, onProblem, onLeave })) {
        if (node.type !== 'file') continue
        counts.filesSeen += 1
        if (barren?.mayBeWanted(node) === true) directories?.hit()
        if (seen.has(node) || isChosen?.(path, node) === false) continue
        seen.add(node)
        counts.contents += 1
        window.push(contentOf(node))
        pieces += Math.max(1, node.content?.length ?? 0)
        if (pieces < windowPieces) continue
        yield window
        window = []
        pieces = 0
      }
      directories?.leave(tree)
    }
    if (options.endsWithSnapshot === true && window.length > 0) {
      yield window
      window = []
      pieces = 0
    }
    onSnapshot(snapshot)
  }
  counts.treesRead += seenTrees.size
  if (window.length > 0) yield window
}

/** Which contents there were: by the list of their blobs, and by their size where somebody gave one list two sizes. */
export interface SeenContents {
  has(node: Node): boolean
  add(node: Node): void
}

export function seenContents(): SeenContents {
  const sizes = new Map<string, number>()
  // A size that its blobs do not have is another content: it must not ride on an honest one.
  const others = new Set<string>()
  return {
    has(node) {
      const first = sizes.get(contentKey(node))
      return first !== undefined && (first === (node.size ?? 0) || others.has(placeKey(node)))
    },
    add(node) {
      const key = contentKey(node)
      if (sizes.has(key)) others.add(placeKey(node))
      else sizes.set(key, node.size ?? 0)
    },
  }
}

function contentOf(node: Node): Content {
  return { key: placeKey(node), blobs: node.content ?? noBlobs, size: node.size ?? 0, items: noItems }
}

const noBlobs: readonly BlobId[] = []
/** Nobody adds to it: in a hunt no plan wants a content. */
const noItems: Content['items'] = []

/** Equal for files with equal blobs and equal size. */
export function placeKey(node: Node): string {
  return `${contentKey(node)}/${node.size ?? 0}`
}
