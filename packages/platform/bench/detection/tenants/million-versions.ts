import { createHash } from 'node:crypto'

import { initRepository, localStorage, type Node, takeCensus } from '@anlauf/repository'

import { createPackWriter } from '../../../../repository/src/backup/pack-writer.ts'
import { unitCipher } from '../../../../repository/src/crypto/index.ts'
import type { BlobId, PackId } from '../../../../repository/src/id.ts'
import { encodeIndex, maxBlobsPerIndexFile } from '../../../../repository/src/index/index.ts'
import { sealBlob } from '../../../../repository/src/pack/index.ts'
import { encodeSnapshot } from '../../../../repository/src/snapshot/index.ts'
import { encodeTree, modeBits } from '../../../../repository/src/tree/index.ts'
import { storeUnpacked } from '../../../../repository/src/unpacked.ts'
import { type Random, seededRandom } from '../../../src/drill/random.ts'
import { openFeatures } from '../../../src/phases/detect/index.ts'
import { observeBlob } from '../../../src/phases/detect/record/observe-blob.ts'

export interface Million {
  readonly files: number
  readonly snapshots: number
  /** The first night with ciphertext, and its snapshot's id. */
  readonly hitNight: number
  readonly snapshotIds: readonly string[]
}

const filesPerFolder = 100
const blobsPerPack = 250
const day = Date.parse('2026-01-01T02:00:00Z')

/**
 * A repository in which every file changes every night: trees, index files and feature records of
 * `files × snapshots` versions, all different. Data packs do not exist: whoever asks for one fails. In one night a
 * twentieth of the files becomes noise under its old name.
 */
export async function writeMillion(
  folder: string,
  features: string,
  {
    password,
    files,
    snapshots,
    hitNight,
  }: { password: string; files: number; snapshots: number; hitNight: number },
): Promise<Million> {
  const storage = localStorage(folder)
  const repository = await initRepository(storage, { password, kdf: { N: 1024, r: 8, p: 1 } })
  const cipher = unitCipher(repository.masterKey)
  const packs = createPackWriter({ storage, cipher, version: 2, onPack: () => undefined })
  const store = openFeatures(features, repository)
  const random = seededRandom(1)
  const kinds = { text: templates(random, false), noise: templates(random, true) }
  const snapshotIds: string[] = []
  const addTree = async (nodes: readonly Node[]): Promise<BlobId> => {
    const plain = encodeTree(nodes)
    const id = createHash('sha256').update(plain).digest('hex') as BlobId
    await packs.add('tree', { id, ...sealBlob(cipher, plain) })
    return id
  }
  let indexed: { id: BlobId; size: number }[] = []
  const roots: BlobId[] = []
  for (let night = 0; night < snapshots; night += 1) {
    const folders: Node[] = []
    for (let first = 0; first < files; first += filesPerFolder) {
      const nodes: Node[] = []
      for (let file = first; file < Math.min(first + filesPerFolder, files); file += 1) {
        const id = createHash('sha256').update(`${night}/${file}`).digest('hex') as BlobId
        const isHit = night >= hitNight && file % 20 === 0
        const { record, size } =
          (isHit ? kinds.noise : kinds.text)[(file + night) % kinds.text.length] ?? kinds.text[0] ?? fail()
        store.putChunk(id, record)
        nodes.push(
          nodeOf(`file-${String(file).padStart(6, '0')}.txt`, night, {
            type: 'file',
            size,
            content: [id],
          }),
        )
        indexed.push({ id, size })
      }
      const subtree = await addTree(nodes)
      folders.push(nodeOf(`folder-${String(first).padStart(6, '0')}`, night, { type: 'dir', subtree }))
      if (indexed.length >= maxBlobsPerIndexFile) {
        await storeIndex(indexed)
        indexed = []
      }
    }
    roots.push(await addTree([nodeOf('srv', night, { type: 'dir', subtree: await addTree(folders) })]))
  }
  await packs.finish()
  await storeIndex(indexed)
  for (const [night, tree] of roots.entries()) {
    const time = new Date(day + night * 86_400_000).toISOString()
    const snapshot = encodeSnapshot({
      time,
      tree,
      paths: ['/srv'],
      hostname: 'files1',
      username: 'backup',
      uid: 0,
      gid: 0,
    })
    snapshotIds.push(await storeUnpacked(storage, cipher, 'snapshots', snapshot, { version: 2 }))
  }
  store.flush()
  return { files, snapshots, hitNight, snapshotIds }

  async function storeIndex(blobs: readonly { id: BlobId; size: number }[]): Promise<void> {
    const listed = Array.from({ length: Math.ceil(blobs.length / blobsPerPack) }, (_, pack) => ({
      pack: random.bytes(32).toString('hex') as PackId,
      blobs: blobs.slice(pack * blobsPerPack, (pack + 1) * blobsPerPack).map(({ id, size }, at) => ({
        id,
        type: 'data' as const,
        offset: at * 64_000,
        length: 40_000,
        uncompressedLength: size,
      })),
    }))
    await storeUnpacked(storage, cipher, 'index', encodeIndex(listed), { version: 2 })
  }
}

function fail(): never {
  throw new RangeError('no template')
}

/** Records of a few real contents stand for all: what is measured is reading them, not making them. */
function templates(random: Random, isNoise: boolean) {
  return Array.from({ length: 64 }, () => {
    const text = Buffer.from(
      Array.from({ length: 400 }, () => `${random.below(1e6)} a line of text`).join('\n'),
    )
    const bytes = isNoise ? random.bytes(text.length) : text
    return { record: Buffer.from(observeBlob(bytes, takeCensus)), size: bytes.length }
  })
}

function nodeOf(name: string, night: number, more: Partial<Node> & Pick<Node, 'type'>): Node {
  const time = new Date(day + night * 86_400_000 - 3_600_000).toISOString()
  const mode = more.type === 'dir' ? modeBits.dir + 0o755 : 0o644
  return {
    name,
    mode,
    mtime: time,
    atime: time,
    ctime: time,
    uid: 1000,
    gid: 1000,
    user: 'web',
    group: 'web',
    ...more,
  }
}
