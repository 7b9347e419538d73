import type { UnitCipher } from '../crypto/index.ts'
import { throwIfAborted } from '../error.ts'
import type { Storage } from '../storage/index.ts'
import { loadUnpacked } from '../unpacked.ts'
import { type BlobIndex, createBlobIndex } from './blob-index.ts'
import { decodeIndex } from './index-file.ts'

/** Files under way while one is taken in: over a network each costs a round trip. One takes some 10 MB as JSON. */
const readAhead = 4

/** Reads every index file into one index, in the order of their names. Throws `damaged` when one of them is. */
export async function loadIndex(
  storage: Storage,
  cipher: UnitCipher,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<BlobIndex> {
  const index = createBlobIndex()
  // A fixed order makes "the first location" the same in every run.
  const ids = await sortedIds(storage)
  const underway: Promise<Buffer>[] = []
  for (let at = 0; at < ids.length; at += 1) {
    throwIfAborted(options.signal)
    for (const id of ids.slice(at + underway.length, at + readAhead)) {
      const reading = loadUnpacked(storage, cipher, 'index', id)
      // Reported when its turn comes; without this a failure would also end the process.
      reading.catch(() => undefined)
      underway.push(reading)
    }
    const json = await underway.shift()
    if (json === undefined || index.scan(json)) continue
    for (const { pack, blobs } of decodeIndex(json)) index.add(pack, blobs)
  }
  return index
}

async function sortedIds(storage: Storage): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of storage.list('index')) ids.push(id)
  return ids.sort()
}
