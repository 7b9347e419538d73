/**
 * Opens what a hostile client with the key could write, in a process of its own whose memory can be measured.
 * Prints the code of each refusal and the most memory that was resident, in bytes.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

import { check, fetchBlobs, initRepository, listLocks, restore } from '@anlauf/repository'

import { unitCipher } from '../../packages/repository/src/crypto/index.ts'
import { type BlobId, sha256 } from '../../packages/repository/src/id.ts'
import { encodeIndex } from '../../packages/repository/src/index/index.ts'
import { compress } from '../../packages/repository/src/zstd.ts'
import { memoryStorage, type StoredFiles } from './memory-storage.ts'

const files: StoredFiles = new Map()
const storage = memoryStorage(files)
const repository = await initRepository(storage, { password: 'p', kdf: { N: 2, r: 1, p: 1 } })
const cipher = unitCipher(repository.masterKey)
const folder = mkdtempSync(join(tmpdir(), 'anlauf-bombs-'))
const codes: Record<string, string> = {}

/** A file that opens to `size` blanks: some 30 bytes for each megabyte. */
async function bomb(kind: 'index' | 'snapshots' | 'locks', size: number): Promise<() => Promise<void>> {
  const frame = blanks(size)
  const stored = cipher.seal(Buffer.concat([Buffer.of(2), frame]))
  await storage.write(kind, sha256(stored), stored)
  return () => storage.remove(kind, sha256(stored))
}

/** zstd of blanks, put together by hand so that this process never holds them: blocks of 128 KiB in 4 bytes each. */
function blanks(size: number): Buffer {
  const blocks = Math.ceil(size / 131_072)
  const head = Buffer.from([0x28, 0xb5, 0x2f, 0xfd, 0x00, 0x38])
  const body = Buffer.alloc(blocks * 4)
  for (let at = 0; at < blocks; at += 1) {
    body.writeUIntLE((131_072 << 3) | 2 | (at === blocks - 1 ? 1 : 0), at * 4, 3)
    body[at * 4 + 3] = 0x20
  }
  return Buffer.concat([head, body])
}

async function attempt(name: string, work: () => Promise<string>): Promise<void> {
  try {
    codes[name] = await work()
  } catch (error) {
    codes[name] = (error as { code?: string }).code ?? String(error)
  }
}

const gibi = 1024 ** 3
const blobCount = 8
let defuse = await bomb('snapshots', 8 * gibi)
await attempt('a snapshot of 8 GiB', async () => `${(await repository.listSnapshots()).length}`)
await defuse()
defuse = await bomb('locks', 8 * gibi)
await attempt('a lock of 8 GiB', async () => (await listLocks(repository)).map(({ kind }) => kind).join())
await defuse()
defuse = await bomb('index', 8 * gibi)
await attempt('an index of 8 GiB', async () => `${(await repository.refreshIndex()).count}`)
await defuse()

/** A pack of one small unit, and an index that claims what it likes about it. */
async function claim(
  sealed: Buffer,
  lie: { length?: number; uncompressedLength?: number },
): Promise<BlobId[]> {
  const pack = sha256(sealed)
  await storage.write('data', pack, sealed)
  const ids = Array.from({ length: blobCount }, (_, at) => sha256(Buffer.from(`blob ${at}`)) as BlobId)
  const blobs = ids.map((id) => {
    return { id, type: 'data', offset: 0, length: sealed.length, uncompressedLength: 0, ...lie } as const
  })
  const json = cipher.seal(encodeIndex([{ pack: pack as never, blobs }]))
  await storage.write('index', sha256(json), json)
  await repository.refreshIndex()
  return ids
}

for (const [name, lie] of [
  ['stored bytes that are not there', { length: 0xffff_ffff }],
  ['plain bytes beyond all blobs', { uncompressedLength: 0xffff_ffff }],
  ['plain bytes that the frame cannot hold', { uncompressedLength: 120 * 1024 * 1024 }],
] as const) {
  for (const file of files.keys()) if (/^(?:index|data)\//.test(file)) files.delete(file)
  const ids = await claim(cipher.seal(compress(Buffer.from('small'))), lie)
  await attempt(name, async () => {
    const problems = new Set<string>()
    for await (const fetched of fetchBlobs(repository, ids))
      problems.add('problem' in fetched ? fetched.problem.code : 'bytes')
    return [...problems].join()
  })
}
for (const file of files.keys()) if (/^(?:index|data)\//.test(file)) files.delete(file)
const ids = await claim(cipher.seal(blanks(100 * 1024 * 1024)), { uncompressedLength: 100 * 1024 * 1024 })
await attempt('eight times 100 MiB from 3 KB', async () => {
  let problems = 0
  for await (const fetched of fetchBlobs(repository, ids)) problems += 'problem' in fetched ? 1 : 0
  return `${problems} problems`
})
await attempt('the check of it', async () => {
  const { findings } = await check(repository, { readData: true })
  return findings.some(({ severity }) => severity === 'error') ? 'found' : 'not found'
})

const time = '2026-01-02T03:04:05Z'
const node = `{"name":"f","type":"file","mode":420,"mtime":"${time}","atime":"${time}","ctime":"${time}","uid":0,"gid":0,"size":${100 * blobCount * 1024 * 1024},"content":[${ids.map((id) => `"${id}"`).join(',')}]}`
const tree = Buffer.from(`{"nodes":[${node}]}`)
const sealedTree = cipher.seal(tree)
const pack = sha256(sealedTree)
await storage.write('data', pack, sealedTree)
const blob = {
  id: sha256(tree) as BlobId,
  type: 'tree',
  offset: 0,
  length: sealedTree.length,
  uncompressedLength: 0,
} as const
const index = cipher.seal(encodeIndex([{ pack: pack as never, blobs: [blob] }]))
await storage.write('index', sha256(index), index)
await repository.refreshIndex()
await attempt('a file of them is restored', async () => {
  const snapshot = { id: 'x' as never, time, tree: blob.id, paths: ['/'] }
  const { problems } = await restore(repository, snapshot, { target: join(folder, 'target') })
  return problems.map(({ code }) => code).join()
})

rmSync(folder, { recursive: true, force: true })
process.stdout.write(JSON.stringify({ codes, maxRss: process.resourceUsage().maxRSS * 1024 }))
