import assert from 'node:assert/strict'
import type { TestContext } from 'node:test'

import { check } from '../check/index.ts'
import { unitCipher } from '../crypto/index.ts'
import { type BlobId, type PackId, sha256 } from '../id.ts'
import type { IndexedBlob } from '../index/index.ts'
import { sealBlob, sealPackTrailer } from '../pack/index.ts'
import { openRepository } from '../open-repository.ts'
import { readFile } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, type Forge, forge, forgeIndex, password } from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { localStorage, type Storage } from '../storage/index.ts'
import { walkTree } from '../walk-tree.ts'

/** One backup: who made it (clients know nothing of each other's blobs) and the contents of its files. */
export interface PlannedBackup {
  readonly client: number
  readonly contents: readonly string[]
}

export interface History {
  readonly place: string
  readonly repository: Repository
  readonly snapshots: readonly Snapshot[]
}

/** A repository with these backups; each leaves packs and an index file of its own. */
export async function historyOf(t: TestContext, backups: readonly PlannedBackup[]): Promise<History> {
  const { place, repository } = await emptyRepository(t)
  const clients = new Map<number, Forge>()
  const snapshots: Snapshot[] = []
  for (const { client: number, contents } of backups) {
    const client = clients.get(number) ?? forge(repository)
    clients.set(number, client)
    const files = []
    for (const [at, content] of contents.entries()) files.push(await client.file(`file ${at}`, content))
    const folder = await client.dir(
      'folder',
      files.sort((a, b) => (a.name < b.name ? -1 : 1)),
    )
    snapshots.push(await client.snapshot(await client.tree([folder])))
  }
  return { place, repository, snapshots }
}

/** One pack with exactly these data blobs, and its index file. */
export async function packOf(repository: Repository, contents: readonly string[]): Promise<void> {
  const cipher = unitCipher(repository.masterKey)
  const pieces: Buffer[] = []
  const blobs: IndexedBlob[] = []
  let offset = 0
  for (const content of contents) {
    const id = sha256(Buffer.from(content)) as BlobId
    const { sealed, uncompressedLength } = sealBlob(cipher, Buffer.from(content))
    blobs.push({ id, type: 'data', offset, length: sealed.length, uncompressedLength })
    pieces.push(sealed)
    offset += sealed.length
  }
  const bytes = Buffer.concat([...pieces, sealPackTrailer(cipher, blobs)])
  const pack = sha256(bytes) as PackId
  await repository.storage.write('data', pack, bytes)
  await forgeIndex(repository, [{ pack, blobs }])
}

/** Removes the snapshots at these places; returns those that are left. */
export async function drop({ repository, snapshots }: History, ...at: number[]): Promise<Snapshot[]> {
  for (const number of at) await repository.storage.remove('snapshots', snapshots[number]?.id ?? '')
  return snapshots.filter((_, number) => !at.includes(number))
}

/** Every file of every snapshot that there is, read through a freshly opened repository. */
export async function contentsOf(place: string): Promise<Map<string, string[]>> {
  const repository = await openRepository(localStorage(place), { password })
  const found = new Map<string, string[]>()
  for (const { id, tree } of await repository.listSnapshots()) {
    const contents: string[] = []
    for await (const { node } of walkTree(repository, tree)) {
      if (node.type === 'file')
        contents.push(Buffer.concat(await Array.fromAsync(readFile(repository, node))).toString())
    }
    found.set(id, contents)
  }
  return found
}

/** No error by our own check of every byte; the hints are returned by their codes. */
export async function hintsOf(place: string): Promise<string[]> {
  const report = await check(await openRepository(localStorage(place), { password }), { readData: true })
  assert.deepEqual(
    report.findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  return report.findings.map(({ code }) => code)
}

/** A storage that dies at its n-th change and stays dead; `changes` says how many there were. */
export function mortal(storage: Storage, lifetime: number): Storage & { readonly changes: number } {
  let changes = 0
  const alive = async <T>(act: () => Promise<T>): Promise<T> => {
    if (changes >= lifetime) throw new Error('killed')
    changes += 1
    return act()
  }
  const reading = async <T>(act: () => Promise<T>): Promise<T> => {
    if (changes >= lifetime) throw new Error('killed')
    return act()
  }
  return {
    ...storage,
    get changes() {
      return changes
    },
    read: (kind, id, range) => reading(() => storage.read(kind, id, range)),
    write: (kind, id, bytes) => alive(() => storage.write(kind, id, bytes)),
    remove: (kind, id) => alive(() => storage.remove(kind, id)),
  }
}
