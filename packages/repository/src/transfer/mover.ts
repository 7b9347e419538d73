import { unitCipher, unitOverhead } from '../crypto/index.ts'
import { RepositoryError } from '../error.ts'
import { type BlobId, type PackId, sha256, type SnapshotId } from '../id.ts'
import { type Bits, type BlobIndex, type BlobType, createBits, type IndexedBlob } from '../index/index.ts'
import { assertIndexFiles, indexFiles } from '../locks/index.ts'
import type { Progress } from '../progress.ts'
import { blobSource } from '../read-blob.ts'
import type { Repository } from '../repository.ts'
import { encodeSnapshot, type Snapshot } from '../snapshot/index.ts'
import { storeUnpacked } from '../unpacked.ts'
import { createBlobSink } from './blob-sink.ts'
import { reachBlobs } from './reachable-blobs.ts'
import { readStoredBlobs } from './stored-blobs.ts'

/** Brings snapshots with all they need from one repository into another. */
export interface Mover {
  /** Copies what the other side lacks of these trees, of everything below them, and of these data blobs. */
  bring(needed: { readonly trees: Iterable<BlobId>; readonly data?: Iterable<BlobId> }): Promise<void>
  /** Adds a tree that was made here and exists nowhere yet; returns its id. */
  addTree(bytes: Buffer): Promise<BlobId>
  /**
   * Keeps a snapshot for which everything was brought. It is written once its blobs are durable: when enough has
   * gathered, or with `finish`.
   */
  addSnapshot(draft: Omit<Snapshot, 'id'>, onWritten: (snapshot: Snapshot) => void): Promise<void>
  finish(): Promise<void>
  readonly figures: MovedFigures
}

/** Blobs and their encrypted bytes that the other side lacked, and the bytes written there. */
export interface MovedFigures {
  readonly blobs: number
  readonly bytes: number
  readonly bytesWritten: number
}

/** A snapshot each would leave half-filled packs a day; so much is gathered, and so much a kill can cost. */
const gatherBytes = 256 * 1024 * 1024

/** A mover; with `dryRun` it counts and writes nothing. Whoever uses it holds locks on both sides. */
export async function createMover(
  from: Repository,
  to: Repository | undefined,
  options: {
    dryRun: boolean
    /** Of the lock on the target: asked before snapshots are written. */
    assertHeld: () => Promise<void>
    signal?: AbortSignal | undefined
    onProgress?: ((progress: Progress) => void) | undefined
  },
): Promise<Mover> {
  const { dryRun, signal, onProgress } = options
  const index = await from.refreshIndex()
  const filesBefore = to === undefined ? new Set<string>() : await indexFiles(to.storage)
  const known = await to?.refreshIndex()
  const sink =
    to === undefined || dryRun ? undefined : createBlobSink(to, known === undefined ? {} : { known })
  const source = blobSource(from, index)
  const made = new Set<BlobId>()
  /** Blobs that were looked at for a snapshot that is complete, or for the one in work. */
  let seen = createBits(index.count)
  let waiting: { draft: Omit<Snapshot, 'id'>; onWritten: (snapshot: Snapshot) => void }[] = []
  let writtenBefore = 0
  let blobs = 0
  let bytes = 0
  let trees = 0

  async function collect(needed: Parameters<Mover['bring']>[0]): Promise<Lacking> {
    const lacking: Lacking = { wanted: createBits(index.count), packs: new Set(), bytes: 0 }
    const use = (type: BlobType, id: BlobId): boolean => {
      const [entry] = index.entriesOf(id, type)
      if (entry === undefined) throw notIndexed(type, id)
      if (seen.has(entry)) return false
      seen.add(entry)
      if ((sink?.has(id, type) ?? known?.has(id, type)) === true) return true
      const { pack, length } = index.entry(entry)
      lacking.wanted.add(entry)
      lacking.packs.add(pack)
      lacking.bytes += length
      return true
    }
    for (const id of needed.data ?? []) use('data', id)
    const onTree = (): void =>
      onProgress?.({ phase: 'trees', done: (trees += 1), bytesDone: bytes, files: trees })
    await reachBlobs(from, needed.trees, { use, onTree, signal })
    return lacking
  }

  async function transfer(lacking: Lacking): Promise<void> {
    if (sink === undefined) {
      for (const { blobs: inPack } of wantedOf(index, lacking)) for (const blob of inPack) count(blob.length)
      return
    }
    const bytesTotal = bytes + lacking.bytes
    for await (const blob of readStoredBlobs(source, wantedOf(index, lacking), { signal })) {
      if ('problem' in blob) throw blob.problem
      await sink.add(blob)
      count(blob.stored.length + unitOverhead)
      onProgress?.({ phase: 'copy', done: blobs, bytesDone: bytes, bytesTotal, files: blobs })
    }
  }

  function count(length: number): void {
    blobs += 1
    bytes += length
  }

  async function flush(): Promise<void> {
    if (sink === undefined || to === undefined) return
    await sink.finish()
    writtenBefore = sink.bytesWritten
    const { storage, masterKey, config } = to
    // Without the lock somebody's prune may have removed what was brought, or what was found there.
    if (waiting.length > 0) {
      await options.assertHeld()
      await assertIndexFiles(storage, [...filesBefore, ...sink.indexFiles])
    }
    for (const { draft, onWritten } of waiting.splice(0)) {
      const json = encodeSnapshot(draft)
      const id = await storeUnpacked(storage, unitCipher(masterKey), 'snapshots', json, {
        version: config.version,
      })
      onWritten({ ...draft, id: id as SnapshotId })
    }
  }

  return {
    async bring(needed) {
      try {
        await transfer(await collect(needed))
      } catch (error) {
        // Nobody knows what of it arrived: the next snapshot looks again.
        seen = createBits(index.count)
        throw error
      }
    },
    async addTree(plain) {
      const id = sha256(plain) as BlobId
      if (sink !== undefined) await sink.add({ id, type: 'tree', stored: plain, uncompressedLength: 0 })
      if (!made.has(id) && known?.has(id, 'tree') !== true) count(plain.length + unitOverhead)
      made.add(id)
      return id
    },
    async addSnapshot(draft, onWritten) {
      waiting.push({ draft, onWritten })
      if (sink !== undefined && sink.bytesWritten - writtenBefore >= gatherBytes) await flush()
    },
    async finish() {
      await flush()
      // Whoever goes on with the target sees what came in.
      if (sink !== undefined && sink.bytesWritten > 0) await to?.refreshIndex()
    },
    get figures() {
      return { blobs, bytes, bytesWritten: sink?.bytesWritten ?? 0 }
    },
  }
}

/** Runs the work with a mover and finishes it; when the work is stopped, what was brought whole is still kept. */
export async function stoppable(mover: Mover, work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (error) {
    if (error instanceof RepositoryError && error.code === 'aborted') await mover.finish()
    throw error
  }
  await mover.finish()
}

/** What one snapshot needs and the other side lacks: bits by the numbers of the index, one bit a blob. */
interface Lacking {
  readonly wanted: Bits
  readonly packs: Set<PackId>
  bytes: number
}

function* wantedOf(
  index: BlobIndex,
  { wanted, packs }: Lacking,
): Generator<{ pack: PackId; blobs: readonly IndexedBlob[] }> {
  for (const pack of packs) {
    const entries = index.entriesIn(pack).filter((entry) => wanted.has(entry))
    yield { pack, blobs: entries.map((entry) => index.entry(entry)) }
  }
}

function notIndexed(type: BlobType, id: BlobId): RepositoryError {
  return new RepositoryError('missing-object', `No index file names the ${type} blob ${id}.`, {
    hint: 'The backup was not finished or an index file is gone; the other snapshots can still be copied.',
    context: { blob: id, type },
  })
}
