import { randomBytes } from 'node:crypto'

import { unitCipher } from '../src/crypto/index.ts'
import type { BlobId, PackId } from '../src/id.ts'
import { encodeIndex, maxBlobsPerIndexFile } from '../src/index/index.ts'
import { openRepository } from '../src/open-repository.ts'
import { encodeSnapshot } from '../src/snapshot/index.ts'
import { localStorage } from '../src/storage/index.ts'
import { storeUnpacked } from '../src/unpacked.ts'

const blobsPerPack = 250
const storedBytes = 60_000

/**
 * Index files that name `count` blobs and one snapshot, in an empty repository; the packs do not exist. Enough
 * for everything that opens, lists and looks up, at a hundredth of the size.
 */
export async function fillIndex(folder: string, password: string, count: number): Promise<void> {
  const storage = localStorage(folder)
  const { masterKey } = await openRepository(storage, { password })
  const cipher = unitCipher(masterKey)
  for (let done = 0; done < count; done += maxBlobsPerIndexFile) {
    const packs = Array.from({ length: maxBlobsPerIndexFile / blobsPerPack }, () => ({
      pack: randomBytes(32).toString('hex') as PackId,
      blobs: Array.from({ length: blobsPerPack }, (_, at) => ({
        id: randomBytes(32).toString('hex') as BlobId,
        type: 'data' as const,
        offset: at * storedBytes,
        length: storedBytes,
        uncompressedLength: storedBytes * 2,
      })),
    }))
    await storeUnpacked(storage, cipher, 'index', encodeIndex(packs), { version: 2 })
  }
  const snapshot = encodeSnapshot({
    time: '2026-01-01T00:00:00Z',
    tree: randomBytes(32).toString('hex') as BlobId,
    paths: ['/srv'],
    hostname: 'bench',
    username: 'bench',
    uid: 0,
    gid: 0,
  })
  await storeUnpacked(storage, cipher, 'snapshots', snapshot, { version: 2 })
}
