import { unitCipher } from '../crypto/index.ts'
import { throwIfAborted } from '../error.ts'
import type { PackId } from '../id.ts'
import {
  type BlobIndex,
  decodeIndex,
  encodeIndex,
  type IndexedPack,
  maxBlobsPerIndexFile,
} from '../index/index.ts'
import type { Repository } from '../repository.ts'
import { loadUnpacked, storeUnpacked } from '../unpacked.ts'

/** Many backups leave many index files of a few blobs; those below this are put together on the occasion. */
const smallIndexFile = maxBlobsPerIndexFile / 5
/** So many small files are an occasion of their own: each costs a request when the repository is opened. */
const manySmallFiles = 16

/**
 * Writes again what the index files say, without the packs in `dropped`, each pack in one file only. Files that
 * neither name such a pack nor one that another file names too stay as they are, so a small prune of a large
 * repository rewrites little. Nothing is removed here: the caller does that after this is durable. Memory: one
 * index file and the ids of the packs. Returns the files that are to be removed now that what they said is elsewhere.
 */
export async function rewriteIndex(
  repository: Repository,
  options: {
    index: BlobIndex
    /** The index files to look at: those that were loaded into `index`. */
    files: readonly string[]
    dropped: ReadonlySet<PackId>
    signal?: AbortSignal | undefined
  },
): Promise<readonly string[]> {
  const { index, files, dropped, signal } = options
  const looks = await lookAt(repository, files, dropped, signal)
  const small = looks.filter(({ blobs }) => blobs < smallIndexFile)
  const isDue = (look: Look): boolean => look.namesDropped || look.packs.some((pack) => look.isTwice(pack))
  const worthJoining = small.length >= 2 && (small.length >= manySmallFiles || looks.some(isDue))
  const due = looks.filter((look) => isDue(look) || (worthJoining && small.includes(look)))

  const writer = indexWriter(repository)
  const listed = new Set<PackId>()
  for (const look of due) {
    throwIfAborted(signal)
    for (const pack of look.packs) {
      if (dropped.has(pack) || listed.has(pack)) continue
      listed.add(pack)
      // What all files together say of the pack: one of them alone may name only some of its blobs.
      await writer.add({ pack, blobs: index.blobsOf(pack) })
    }
  }
  await writer.finish()
  return due.map(({ file }) => file)
}

/** What matters of an index file. */
interface Look {
  readonly file: string
  readonly blobs: number
  readonly packs: readonly PackId[]
  readonly namesDropped: boolean
  readonly isTwice: (pack: PackId) => boolean
}

async function lookAt(
  repository: Repository,
  files: readonly string[],
  dropped: ReadonlySet<PackId>,
  signal: AbortSignal | undefined,
): Promise<readonly Look[]> {
  const { storage, masterKey } = repository
  const looks: Look[] = []
  const seen = new Set<PackId>()
  const twice = new Set<PackId>()
  for (const file of files) {
    throwIfAborted(signal)
    const listed = decodeIndex(await loadUnpacked(storage, unitCipher(masterKey), 'index', file))
    const packs = [...new Set(listed.map(({ pack }) => pack))]
    for (const pack of packs) (seen.has(pack) ? twice : seen).add(pack)
    looks.push({
      file,
      packs,
      blobs: listed.reduce((sum, { blobs }) => sum + blobs.length, 0),
      namesDropped:
        packs.some((pack) => dropped.has(pack)) || packs.length < listed.length || packs.length === 0,
      isTwice: (pack) => twice.has(pack),
    })
  }
  return looks
}

function indexWriter(repository: Repository) {
  const { storage, masterKey, config } = repository
  let waiting: IndexedPack[] = []
  let blobs = 0
  const writer = {
    async add(pack: IndexedPack): Promise<void> {
      waiting.push(pack)
      blobs += pack.blobs.length
      if (blobs >= maxBlobsPerIndexFile) await writer.finish()
    },
    async finish(): Promise<void> {
      if (waiting.length === 0) return
      const json = encodeIndex(waiting)
      waiting = []
      blobs = 0
      await storeUnpacked(storage, unitCipher(masterKey), 'index', json, { version: config.version })
    },
  }
  return writer
}
