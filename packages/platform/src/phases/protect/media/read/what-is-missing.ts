import { type BlobId, type PackId, type Repository, type Snapshot, walkTree } from '@anlauf/repository'

/** A file that cannot be restored whole, with the packs it would need. */
export interface HitFile {
  readonly path: string
  readonly bytes: number
}

export interface SnapshotLoss {
  readonly snapshot: Snapshot
  readonly files: readonly HitFile[]
  /** Directories whose content nobody can name, because their own pack is missing. */
  readonly directories: readonly string[]
}

export interface Missing {
  readonly packs: readonly PackId[]
  /** Only snapshots that lose something. */
  readonly losses: readonly SnapshotLoss[]
}

/**
 * What a repository read from some of its volumes cannot give back: packs that the index names and that are not
 * there, and in each snapshot the files that need one of them. Directories that are whole are looked at once.
 */
export async function whatIsMissing(
  repository: Repository,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<Missing> {
  const snapshots = await repository.listSnapshots()
  const index = await repository.refreshIndex()
  const present = new Set<string>()
  for await (const { id } of repository.storage.list('data')) present.add(id)
  const packs = [...index.packs()].filter((pack) => !present.has(pack))
  if (packs.length === 0) return { packs, losses: [] }

  const isWhole = (blob: BlobId): boolean => index.locations(blob).some(({ pack }) => present.has(pack))
  /** Directories below which nothing is missing. */
  const wholeTrees = new Set<string>()
  const losses: SnapshotLoss[] = []
  for (const snapshot of snapshots) {
    const files: HitFile[] = []
    const directories: string[] = []
    const openedWith: number[] = []
    const walked = walkTree(repository, snapshot.tree, {
      signal: options.signal,
      skip: ({ subtree }) => wholeTrees.has(subtree),
      onProblem: ({ path }) => directories.push(path),
      onLeave({ node }) {
        const before = openedWith.pop()
        if (before === files.length + directories.length && node.subtree !== undefined)
          wholeTrees.add(node.subtree)
      },
    })
    for await (const { path, node } of walked) {
      if (node.type === 'dir') openedWith.push(files.length + directories.length)
      else if (node.content?.every(isWhole) === false) files.push({ path, bytes: node.size ?? 0 })
    }
    if (files.length + directories.length > 0) losses.push({ snapshot, files, directories })
  }
  return { packs, losses }
}

/** The packs that restoring snapshots needs, directories included. */
export async function packsFor(
  repository: Repository,
  snapshots: readonly Snapshot[],
  options: { signal?: AbortSignal | undefined } = {},
): Promise<ReadonlySet<PackId>> {
  const index = await repository.refreshIndex()
  const packs = new Set<PackId>()
  const need = (blob: BlobId): void => {
    const [first] = index.locations(blob)
    if (first !== undefined) packs.add(first.pack)
  }
  const known = new Set<string>()
  for (const { tree } of snapshots) {
    need(tree)
    const walked = walkTree(repository, tree, {
      signal: options.signal,
      skip({ subtree }) {
        const isKnown = known.has(subtree)
        known.add(subtree)
        return isKnown
      },
    })
    for await (const { node } of walked) {
      if (node.subtree !== undefined) need(node.subtree)
      for (const id of node.content ?? []) need(id)
    }
  }
  return packs
}
