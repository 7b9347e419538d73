import {
  type BlobIndex,
  type PackId,
  type Repository,
  type Snapshot,
  type Storage,
  walkTree,
} from '@anlauf/repository'

import type { StoredFile, StoredKind } from '../volume/index.ts'
import type { SetFiles } from './volume-plan.ts'

/**
 * Every file of a repository in the order in which it goes onto media: what opens it, then directories, then packs
 * in the order in which a restore asks for them, the newest snapshot of each host first. So the packs of one tenant
 * lie together, and a restore of the newest state reads one stretch. Packs that no index names stay behind.
 * Snapshots are listed first, packs last: a backup that runs beside it is in the next set.
 * Throws what reading throws; `aborted`.
 */
export async function chooseFiles(
  repository: Repository,
  options: { keys: boolean; signal?: AbortSignal | undefined },
): Promise<SetFiles> {
  const snapshots = await repository.listSnapshots()
  const stored = await headOf(repository.storage, options)
  const index = await repository.refreshIndex()
  const sizes = new Map<string, number>()
  for await (const { id, size } of repository.storage.list('data')) sizes.set(id, size)

  const trees: StoredFile[] = []
  const packs = new Set<PackId>()
  for (const pack of index.packs()) {
    const size = sizes.get(pack)
    // A pack that is gone is reported by "repo check"; a medium holds what there is.
    if (size === undefined) continue
    if (index.blobsOf(pack).some(({ type }) => type === 'tree')) trees.push({ kind: 'data', id: pack, size })
    else packs.add(pack)
  }
  const known = new Set<string>()
  const data: StoredFile[] = []
  const take = (pack: PackId): void => {
    if (packs.delete(pack)) data.push({ kind: 'data', id: pack, size: sizes.get(pack) ?? 0 })
  }
  for (const snapshot of inOrderOfNeed(snapshots)) {
    if (packs.size === 0) break
    await packsOf(repository, snapshot, { index, known, take, signal: options.signal })
  }
  for (const pack of packs) take(pack)
  return { head: stored, trees, data }
}

/**
 * The same for somebody who has no password, such as the host of a vault: all packs in the order of their names, so
 * a restore may need every volume.
 */
export async function chooseUnopened(storage: Storage, options: { keys: boolean }): Promise<SetFiles> {
  const head = await headOf(storage, options)
  const data: StoredFile[] = []
  for await (const { id, size } of storage.list('data')) data.push({ kind: 'data', id, size })
  return { head, trees: [], data: byId(data) }
}

/** Snapshots before index files: what a snapshot names is then in an index that is listed later. */
async function headOf(storage: Storage, { keys }: { keys: boolean }): Promise<StoredFile[]> {
  const kinds: readonly StoredKind[] = ['config', ...(keys ? (['keys'] as const) : []), 'snapshots', 'index']
  const files: StoredFile[] = []
  for (const kind of kinds) {
    const found: StoredFile[] = []
    for await (const { id, size } of storage.list(kind)) found.push({ kind, id, size })
    files.push(...byId(found))
  }
  return files
}

function byId(files: StoredFile[]): StoredFile[] {
  return files.sort((a, b) => (a.id < b.id ? -1 : 1))
}

/** The newest of every host and set of paths, then the second newest of each, and so on. */
function inOrderOfNeed(snapshots: readonly Snapshot[]): readonly Snapshot[] {
  const ages = new Map<string, number>()
  return snapshots
    .toReversed()
    .map((snapshot) => {
      const line = JSON.stringify([snapshot.hostname, ...snapshot.paths])
      const age = ages.get(line) ?? 0
      ages.set(line, age + 1)
      return { snapshot, line, age }
    })
    .sort((a, b) => a.age - b.age || (a.line < b.line ? -1 : Number(a.line > b.line)))
    .map(({ snapshot }) => snapshot)
}

async function packsOf(
  repository: Repository,
  snapshot: Snapshot,
  options: {
    index: BlobIndex
    /** Directories that were looked into: most snapshots share most of them. */
    known: Set<string>
    take: (pack: PackId) => void
    signal: AbortSignal | undefined
  },
): Promise<void> {
  const { index, known, take, signal } = options
  const walked = walkTree(repository, snapshot.tree, {
    signal,
    skip({ subtree }) {
      const isKnown = known.has(subtree)
      known.add(subtree)
      return isKnown
    },
    // A directory that cannot be read hides the order of what is below it, nothing else.
    onProblem: () => undefined,
  })
  for await (const { node } of walked) {
    for (const id of node.content ?? []) {
      const [first] = index.locations(id)
      if (first !== undefined) take(first.pack)
    }
  }
}
