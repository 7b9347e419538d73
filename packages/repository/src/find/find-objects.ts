import { RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import type { BlobType } from '../index/index.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { barrenTrees, walkFertile } from './barren-trees.ts'
import type { FindPathsOptions } from './find-paths.ts'

/** Where a blob or a tree is used. */
export interface FoundObject {
  readonly type: BlobType
  readonly id: BlobId
  readonly snapshot: Snapshot
  readonly path: string
  /** The tree whose entry uses it; absent for the root of a snapshot. */
  readonly parent: BlobId | undefined
}

/** Beginnings of ids, of blobs and of trees. */
export interface WantedIds {
  readonly data?: readonly string[]
  readonly tree?: readonly string[]
}

/** Every entry that uses one of the blobs or trees. Throws `aborted`. */
export async function* findObjects(
  repository: Repository,
  snapshots: readonly Snapshot[],
  wanted: WantedIds,
  options: Pick<FindPathsOptions, 'signal' | 'onProblem'> = {},
): AsyncGenerator<FoundObject> {
  const isData = matcher(wanted.data)
  const isTree = matcher(wanted.tree)
  const barren = barrenTrees({ byPath: false })
  for (const snapshot of snapshots) {
    if (isTree(snapshot.tree))
      yield { type: 'tree', id: snapshot.tree, snapshot, path: '/', parent: undefined }
    const walk = walkFertile(repository, snapshot, barren, { ...options, reaches: () => true })
    for await (const { path, node, parent, found } of walk) {
      if (node.subtree !== undefined && isTree(node.subtree)) {
        found()
        yield { type: 'tree', id: node.subtree, snapshot, path, parent }
      }
      for (const id of new Set(node.content)) {
        if (!isData(id)) continue
        found()
        yield { type: 'data', id, snapshot, path, parent }
      }
    }
  }
}

/** The blobs and trees in packs, named by the beginnings of their ids. Throws `missing-object` for an unknown one. */
export async function idsInPacks(repository: Repository, packs: readonly string[]): Promise<WantedIds> {
  const index = await repository.loadIndex()
  const found = { data: [] as string[], tree: [] as string[] }
  const missing = new Set(packs)
  for (const pack of index.packs()) {
    const named = packs.filter((one) => one !== '' && pack.startsWith(one))
    if (named.length === 0) continue
    for (const one of named) missing.delete(one)
    for (const { id, type } of index.blobsOf(pack)) found[type].push(id)
  }
  if (missing.size === 0) return found
  throw new RepositoryError('missing-object', `No index file names a pack ${[...missing].join(', ')}.`, {
    hint: 'List them with "anlauf repo list packs"; a pack that no index file names holds nothing that is used.',
  })
}

/** Whole ids are looked up, beginnings are compared one by one. */
function matcher(wanted: readonly string[] = []): (id: BlobId) => boolean {
  const whole = new Set(wanted.filter((id) => id.length === 64))
  const beginnings = wanted.filter((id) => id.length < 64 && id !== '')
  return (id) => whole.has(id) || beginnings.some((one) => id.startsWith(one))
}
