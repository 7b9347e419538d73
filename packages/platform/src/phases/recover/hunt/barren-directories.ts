import type { BlobId } from '@anlauf/repository'

/** Directories below which nothing wanted lies, at any depth, learned while histories are walked. */
export interface BarrenDirectories {
  has(subtree: BlobId): boolean
  /** A directory is about to be walked, a snapshot's root too. */
  enter(subtree: BlobId): void
  /** A directory is passed over because it was walked before. */
  pass(subtree: BlobId): void
  /** Something wanted, or something that may be, lies right here. */
  hit(): void
  /** A directory was left, walked or passed over. */
  leave(subtree: BlobId | undefined): void
}

export function barrenDirectories(): BarrenDirectories {
  const barren = new Set<BlobId>()
  const open: { subtree: BlobId; hits: number }[] = []
  let hits = 0
  const close = (): void => {
    const last = open.pop()
    if (last === undefined) return
    if (last.hits === hits) barren.add(last.subtree)
  }
  const enter = (subtree: BlobId): void => {
    open.push({ subtree, hits })
  }
  return {
    has: (subtree) => barren.has(subtree),
    enter,
    pass(subtree) {
      if (!barren.has(subtree)) hits += 1
    },
    hit() {
      hits += 1
    },
    leave(subtree) {
      // One that was passed over is left as well, and was never entered: the open one is its parent, and no
      // directory holds itself, because its name is the digest of what it holds.
      if (open.at(-1)?.subtree === subtree) close()
    },
  }
}
