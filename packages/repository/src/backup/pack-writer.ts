import { randomInt } from 'node:crypto'

import type { UnitCipher } from '../crypto/index.ts'
import { type BlobId, type PackId, sha256 } from '../id.ts'
import type { BlobType, IndexedBlob } from '../index/index.ts'
import { encodeIndex, type IndexedPack, maxBlobsPerIndexFile } from '../index/index.ts'
import { assertPacks } from '../locks/index.ts'
import { sealPackTrailer } from '../pack/index.ts'
import type { Storage } from '../storage/index.ts'
import { storeUnpacked } from '../unpacked.ts'

/** restic's target; a pack is closed as soon as it reaches it. */
const targetPackBytes = 16 * 1024 * 1024
/** Packs on their way to the storage: with one, a network would idle from the last byte to the answer. */
const packsUnderway = 3
/** Blobs are spread at random over this many open packs, so that neighbours do not reveal a file's chunk sizes. */
const openPacksPerType = 2

interface OpenPack {
  readonly pieces: Buffer[]
  readonly blobs: IndexedBlob[]
  bytes: number
}

/** Collects sealed blobs into packs, writes packs, then the index files that list them. */
export interface PackWriter {
  /** Takes ownership of `sealed`. Resolves when there is room for more: at most three full packs are under way. */
  add(type: BlobType, blob: { id: BlobId; sealed: Buffer; uncompressedLength: number }): Promise<void>
  /** Writes what is still open; afterwards every blob is in a durable pack and index file. */
  finish(): Promise<void>
  readonly bytesWritten: number
  /** Those that were written. */
  readonly indexFiles: readonly string[]
}

/** Packs go first, index files after them: a crash between leaves orphaned packs, never a lying index. */
export function createPackWriter(options: {
  storage: Storage
  cipher: UnitCipher
  version: 1 | 2
  onPack: (pack: PackId, blobs: readonly IndexedBlob[]) => void
}): PackWriter {
  const { storage, cipher, version, onPack } = options
  const open: Record<BlobType, (OpenPack | undefined)[]> = { data: [], tree: [] }
  let listed: IndexedPack[] = []
  let listedBlobs = 0
  const indexFiles: string[] = []
  let bytesWritten = 0
  const underway = new Set<Promise<void>>()
  let failed: { readonly reason: unknown } | undefined

  async function write(pack: OpenPack): Promise<void> {
    // One piece: thousands of small writes cost more than copying 16 MiB once (4 ms).
    const bytes = Buffer.concat([...pack.pieces, sealPackTrailer(cipher, pack.blobs)])
    pack.pieces.length = 0
    const id = sha256(bytes) as PackId
    await storage.write('data', id, bytes)
    bytesWritten += bytes.length
    onPack(id, pack.blobs)
    listed.push({ pack: id, blobs: pack.blobs })
    listedBlobs += pack.blobs.length
    if (listedBlobs >= maxBlobsPerIndexFile) await writeIndex()
  }

  async function writeIndex(): Promise<void> {
    if (listed.length === 0) return
    const json = encodeIndex(listed)
    const packs = listed.map(({ pack }) => pack)
    listed = []
    listedBlobs = 0
    await assertPacks(storage, packs)
    indexFiles.push(await storeUnpacked(storage, cipher, 'index', json, { version }))
  }

  /** A failure is reported by whoever awaits next. */
  function start(pack: OpenPack): void {
    const writing = write(pack)
      .catch((reason: unknown) => {
        failed ??= { reason }
      })
      .finally(() => underway.delete(writing))
    underway.add(writing)
  }

  async function waitUntilAtMost(count: number): Promise<void> {
    while (underway.size > count) await Promise.race(underway)
    if (failed !== undefined) throw failed.reason
  }

  return {
    indexFiles,
    get bytesWritten() {
      return bytesWritten
    },
    async add(type, { id, sealed, uncompressedLength }) {
      const slot = randomInt(openPacksPerType)
      const pack = (open[type][slot] ??= { pieces: [], blobs: [], bytes: 0 })
      pack.blobs.push({ id, type, offset: pack.bytes, length: sealed.length, uncompressedLength })
      pack.pieces.push(sealed)
      pack.bytes += sealed.length
      if (pack.bytes < targetPackBytes) return
      open[type][slot] = undefined
      start(pack)
      await waitUntilAtMost(packsUnderway - 1)
    },
    async finish() {
      for (const type of ['data', 'tree'] as const) {
        const packs = open[type]
        open[type] = []
        for (const pack of packs) if (pack !== undefined && pack.blobs.length > 0) start(pack)
      }
      await waitUntilAtMost(0)
      await writeIndex()
    },
  }
}
