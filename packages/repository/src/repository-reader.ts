import { type BadCopy, createBadCopies } from './bad-copies.ts'
import type { RepositoryConfig } from './config/index.ts'
import { unitCipher } from './crypto/index.ts'
import { damaged, placeFailed, RepositoryError } from './error.ts'
import type { BlobId, SnapshotId } from './id.ts'
import { type BlobIndex, loadIndex } from './index/index.ts'
import type { MasterKey } from './keys/index.ts'
import { compareNames, isSafeName, printName } from './name.ts'
import { blobSource, readBlobAnywhere } from './read-blob.ts'
import type { Repository } from './repository.ts'
import { decodeSnapshot, type Snapshot } from './snapshot/index.ts'
import type { Storage } from './storage/index.ts'
import { timeToNanoseconds } from './time.ts'
import { decodeTree, type Node } from './tree/index.ts'
import { loadUnpacked } from './unpacked.ts'

/** Directories are small and read again when several snapshots share them; 256 cover a path and its siblings. */
const cachedTrees = 256
/** A directory of 100,000 entries takes some 50 MB as objects: large ones are not kept. */
const maxCachedNodes = 2_000

/** The reading side of an open repository. */
export function createReader(open: {
  storage: Storage
  config: RepositoryConfig
  masterKey: MasterKey
  keyId: string
  onBadCopy?: ((copy: BadCopy) => void) | undefined
}): Repository {
  const { storage, config, masterKey, keyId, onBadCopy } = open
  const cipher = unitCipher(masterKey)
  const trees = new Map<BlobId, readonly Node[]>()
  let index: Promise<BlobIndex> | undefined

  const repository: Repository = {
    id: config.id,
    storage,
    config,
    masterKey,
    keyId,
    badCopies: createBadCopies(onBadCopy),
    listSnapshots: (options) => listSnapshots(storage, masterKey, options),
    loadIndex() {
      index ??= loadIndex(storage, cipher).catch((error: unknown) => {
        index = undefined
        throw error
      })
      return index
    },
    forgetIndex() {
      index = undefined
    },
    refreshIndex() {
      index = undefined
      return repository.loadIndex()
    },
    async readTree(id) {
      const known = trees.get(id)
      if (known !== undefined) {
        trees.delete(id)
        trees.set(id, known)
        return known
      }
      const nodes = checkedNodes(id, decodeTree(await repository.readBlob(id, 'tree')))
      if (nodes.length <= maxCachedNodes) remember(trees, id, nodes)
      return nodes
    },
    async readBlob(id, type) {
      return readBlobAnywhere(blobSource(repository, await repository.loadIndex()), id, type)
    },
  }
  return repository
}

/** Small files wait for the storage most of the time; over a network each wait is a round trip. */
const snapshotsAtOnce = 16

async function listSnapshots(
  storage: Storage,
  masterKey: MasterKey,
  { onDamaged }: Parameters<Repository['listSnapshots']>[0] = {},
): Promise<readonly Snapshot[]> {
  const snapshots: { snapshot: Snapshot; at: bigint }[] = []
  const cipher = unitCipher(masterKey)
  const ids = storage.list('snapshots')[Symbol.asyncIterator]()
  const readOn = async (): Promise<void> => {
    for (let next = await ids.next(); next.done !== true; next = await ids.next()) {
      const id = next.value.id as SnapshotId
      try {
        const snapshot = decodeSnapshot(id, await loadUnpacked(storage, cipher, 'snapshots', id))
        snapshots.push({ snapshot, at: timeToNanoseconds(snapshot.time) })
      } catch (error) {
        if (onDamaged === undefined || !(error instanceof RepositoryError) || placeFailed(error)) throw error
        onDamaged(id, error)
      }
    }
  }
  await Promise.all(Array.from({ length: snapshotsAtOnce }, readOn))
  snapshots.sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.snapshot.id < b.snapshot.id ? -1 : 1))
  return snapshots.map(({ snapshot }) => snapshot)
}

function remember(trees: Map<BlobId, readonly Node[]>, id: BlobId, nodes: readonly Node[]): void {
  trees.set(id, nodes)
  const oldest = trees.keys().next()
  if (trees.size > cachedTrees && oldest.done !== true) trees.delete(oldest.value)
}

/** A compromised client can write any tree: names that leave the directory or occur twice are refused. */
function checkedNodes(id: BlobId, nodes: Node[]): readonly Node[] {
  const unsafe = nodes.find((node) => !isSafeName(node.name))
  if (unsafe !== undefined) throw unsafeName(id, unsafe.name)
  const sorted = isSorted(nodes) ? nodes : nodes.sort((a, b) => compareNames(a.name, b.name))
  const doubled = sorted.find((node, at) => node.name === sorted[at + 1]?.name)
  if (doubled !== undefined) {
    throw damaged(`Tree ${id} holds the name "${printName(doubled.name)}" twice.`, {
      tree: id,
      doubledName: printName(doubled.name),
    })
  }
  return sorted
}

function isSorted(nodes: readonly Node[]): boolean {
  return nodes.every((node, at) => at === 0 || compareNames(nodes[at - 1]?.name ?? '', node.name) < 0)
}

function unsafeName(tree: BlobId, name: string): RepositoryError {
  return new RepositoryError('unsafe-name', `Tree ${tree} holds the name "${printName(name)}".`, {
    hint: 'A name must not be empty, "." or ".." and must not contain "/" or NUL. The client that wrote it is faulty or hostile.',
    context: { tree, name: printName(name) },
  })
}
