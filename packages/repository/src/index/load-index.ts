import type { UnitCipher } from '../crypto/index.ts'
import { throwIfAborted } from '../error.ts'
import type { Storage } from '../storage/index.ts'
import { loadUnpacked } from '../unpacked.ts'
import { type BlobIndex, createBlobIndex } from './blob-index.ts'
import { decodeIndex } from './index-file.ts'

/** Reads every index file, one at a time, into one index. Throws `damaged` when one of them is. */
export async function loadIndex(
  storage: Storage,
  cipher: UnitCipher,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<BlobIndex> {
  const index = createBlobIndex()
  // A fixed order makes "the first location" the same in every run.
  for (const id of await sortedIds(storage)) {
    throwIfAborted(options.signal)
    for (const { pack, blobs } of decodeIndex(await loadUnpacked(storage, cipher, 'index', id))) {
      index.add(pack, blobs)
    }
  }
  return index
}

async function sortedIds(storage: Storage): Promise<string[]> {
  const ids: string[] = []
  for await (const { id } of storage.list('index')) ids.push(id)
  return ids.sort()
}
