import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'

import { createPackWriter } from './backup/pack-writer.ts'
import { unitCipher } from './crypto/index.ts'
import { RepositoryError, type RepositoryErrorCode } from './error.ts'
import { type BlobId, sha256, type SnapshotId } from './id.ts'
import { type BlobType, encodeIndex, type IndexedPack } from './index/index.ts'
import { initRepository } from './open-repository.ts'
import { sealBlob } from './pack/index.ts'
import type { Repository } from './repository.ts'
import { encodeSnapshot, type Snapshot } from './snapshot/index.ts'
import { localStorage } from './storage/index.ts'
import { encodeTree, modeBits, type Node } from './tree/index.ts'
import { storeUnpacked } from './unpacked.ts'

export const password = 'correct horse battery staple'
/** Milliseconds instead of half a second; the default cost is for people's passwords. */
export const cheapCost = { N: 1024, r: 8, p: 1 }
export const knownPolynomial = 0x3da3358b4dc173n

/** A folder that is gone after the test. */
export function temporaryFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-repository-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return folder
}

/** An empty repository in a folder of its own. */
export async function emptyRepository(t: TestContext): Promise<{ place: string; repository: Repository }> {
  const place = join(temporaryFolder(t), 'repository')
  const options = { password, kdf: cheapCost, polynomial: knownPolynomial }
  return { place, repository: await initRepository(localStorage(place), options) }
}

/** Writes what any client that holds the key could write, honest or not. */
export interface Forge {
  blob(type: BlobType, plain: Uint8Array): Promise<BlobId>
  tree(nodes: readonly Node[]): Promise<BlobId>
  file(name: string, ...pieces: readonly string[]): Promise<Node>
  dir(name: string, nodes: readonly Node[]): Promise<Node>
  /** Makes everything durable, then a snapshot of the tree. */
  snapshot(tree: BlobId): Promise<Snapshot>
}

export function forge(repository: Repository): Forge {
  const { storage, masterKey } = repository
  const cipher = unitCipher(masterKey)
  const packs = createPackWriter({ storage, cipher, version: 2, onPack: () => undefined })
  const written = new Set<string>()
  const blob: Forge['blob'] = async (type, plain) => {
    const id = sha256(plain) as BlobId
    if (written.has(type + id)) return id
    written.add(type + id)
    await packs.add(type, { id, ...sealBlob(cipher, plain) })
    return id
  }
  const tree: Forge['tree'] = (nodes) => blob('tree', encodeTree(nodes))
  return {
    blob,
    tree,
    async file(name, ...pieces) {
      const content: BlobId[] = []
      for (const piece of pieces) content.push(await blob('data', Buffer.from(piece)))
      return nodeNamed(name, 'file', { content, size: Buffer.byteLength(pieces.join('')) })
    },
    dir: async (name, nodes) => nodeNamed(name, 'dir', { subtree: await tree(nodes) }),
    async snapshot(root) {
      await packs.finish()
      const draft = { time: '2026-11-23T04:05:06Z', tree: root, paths: ['/'], hostname: 'files1' }
      const id = await storeUnpacked(storage, cipher, 'snapshots', encodeSnapshot(draft), { version: 2 })
      return { ...draft, id: id as SnapshotId }
    },
  }
}

/** A node with plain metadata. */
export function nodeNamed(name: string, type: Node['type'], more: Partial<Node> = {}): Node {
  const time = '2026-01-02T03:04:05.678901234Z'
  const mode = type === 'dir' ? modeBits.dir + 0o755 : type === 'symlink' ? modeBits.symlink + 0o777 : 0o644
  return { name, type, mode, mtime: time, atime: time, ctime: time, uid: 0, gid: 0, ...more }
}

/** Writes an index file that says whatever it is told. */
export function forgeIndex(repository: Repository, packs: readonly IndexedPack[]): Promise<string> {
  const { storage, masterKey } = repository
  return storeUnpacked(storage, unitCipher(masterKey), 'index', encodeIndex(packs), { version: 2 })
}

/** For `assert.throws` and `assert.rejects`: the code, a message and a hint that a person can use. */
export function refusal(code: RepositoryErrorCode, message = /./): (error: unknown) => true {
  return (error) => {
    assert.ok(error instanceof RepositoryError, `not a RepositoryError: ${String(error)}`)
    assert.equal(error.code, code, error.message)
    assert.match(error.message, message)
    assert.ok(error.hint.length > 20, 'the hint says what to do')
    return true
  }
}
