import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import {
  addKey,
  backup,
  check,
  initRepository,
  listLocks,
  lockRepository,
  openRepository,
  type Repository,
  RepositoryError,
  restore,
  type Snapshot,
} from '@anlauf/repository'

import { folderPicture } from '../interop/folder-picture.ts'
import { type SeededRandom, seededRandom } from '../interop/seeded-random.ts'
import { memoryStorage, type StoredFiles } from './memory-storage.ts'

/** Another seed, other places: `ANLAUF_TEST_SEED=7 node --test test/hostile/bit-flips.test.ts`. */
const seed = Number(process.env['ANLAUF_TEST_SEED'] ?? 20_261_128)
const flips = 1_000

const password = 'correct horse battery staple'
const cheap = { N: 16, r: 1, p: 1 }
// Restores are what takes the time: in memory where there is some.
const folder = mkdtempSync(join(existsSync('/dev/shm') ? '/dev/shm' : tmpdir(), 'anlauf-flips-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const kinds = ['data', 'tree', 'index', 'snapshots', 'keys', 'config'] as const
type Kind = (typeof kinds)[number]

/** A bit of a stored file. */
interface Place {
  readonly kind: Kind
  readonly name: string
  readonly at: number
  readonly bit: number
}

test(`${flips} flipped bits: the check finds each one, and a restore never makes other bytes of it`, async () => {
  const random = seededRandom(seed)
  const ground = await soundRepository(random)
  const seen = new Map<Kind, number>()
  for (let round = 0; round < flips; round += 1) {
    const place = somewhere(ground, random)
    const where = `seed ${seed}, flip ${round}: ${place.name} byte ${place.at} bit ${place.bit}`
    const files = flipped(ground.files, place)
    // Nothing is harmless by the format: no byte of a repository file lies outside a MAC or a hash.
    assert.ok(await isFound(files), `not found: ${where}`)
    await verifyRestores(files, ground, where)
    seen.set(place.kind, (seen.get(place.kind) ?? 0) + 1)
  }
  for (const kind of kinds) assert.ok((seen.get(kind) ?? 0) > flips / 12, `${kind} was hit too seldom`)
})

test('a flipped bit in a lock: it cannot be read, and so it blocks', async () => {
  const random = seededRandom(seed)
  const { files } = await soundRepository(random)
  const repository = await openRepository(memoryStorage(files), { password })
  const before = new Set(files.keys())
  await using _lock = await lockRepository(repository, { exclusive: false })
  const name = [...files.keys()].find((file) => !before.has(file)) ?? ''
  assert.match(name, /^locks\//)
  const bits = (files.get(name)?.length ?? 0) * 8
  for (let bit = 0; bit < bits; bit += 1) {
    const place = { kind: 'config', name, at: bit >>> 3, bit: bit & 7 } as const
    const hurt = await openRepository(memoryStorage(flipped(files, place)), { password })
    const locks = await listLocks(hurt)
    assert.deepEqual(
      locks.map(({ kind }) => kind),
      ['unreadable'],
      `bit ${bit}`,
    )
  }
})

interface Ground {
  readonly files: StoredFiles
  readonly byKind: ReadonlyMap<Kind, readonly string[]>
  readonly snapshots: readonly Snapshot[]
  /** What a right restore of each snapshot looks like. */
  readonly pictures: ReadonlyMap<string, readonly string[]>
}

let grounds = 0

/** Three backups in three packs of data and three of trees, three index files, two keys for one password. */
async function soundRepository(random: SeededRandom): Promise<Ground> {
  const files: StoredFiles = new Map()
  const source = join(folder, `source ${(grounds += 1)}`)
  mkdirSync(join(source, 'below'), { recursive: true })
  const repository = await initRepository(memoryStorage(files), { password, kdf: cheap })
  await addKey(repository, { password, kdf: cheap })
  for (const round of [1, 2, 3]) {
    writeFileSync(join(source, `text ${round}`), `round ${round}\n`.repeat(40 * round))
    writeFileSync(join(source, 'below', `random ${round}`), random.bytes(700 * round))
    await backup(repository, { paths: [source], hostname: 'files1' })
  }
  const snapshots = await repository.listSnapshots()
  const pictures = new Map<string, readonly string[]>()
  for (const snapshot of snapshots) {
    const { target, problems } = await restored(repository, snapshot)
    assert.deepEqual(problems, [])
    pictures.set(snapshot.id, folderPicture(target))
    rmSync(target, { recursive: true })
  }
  return { files, byKind: await filesByKind(repository, files), snapshots, pictures }
}

async function filesByKind(repository: Repository, files: StoredFiles): Promise<Map<Kind, string[]>> {
  const index = await repository.refreshIndex()
  const byKind = new Map<Kind, string[]>(kinds.map((kind) => [kind, []]))
  for (const name of files.keys()) {
    const [folderName = '', id = ''] = name.split('/')
    const isTree = folderName === 'data' && index.blobsOf(id as never)[0]?.type === 'tree'
    byKind.get(isTree ? 'tree' : (folderName as Kind))?.push(name)
  }
  return byKind
}

function somewhere({ files, byKind }: Ground, random: SeededRandom): Place {
  const kind = kinds[random.below(kinds.length)] ?? 'data'
  const names = byKind.get(kind) ?? []
  const name = names[random.below(names.length)] ?? ''
  return { kind, name, at: random.below(files.get(name)?.length ?? 0), bit: random.below(8) }
}

function flipped(files: StoredFiles, { name, at, bit }: Place): StoredFiles {
  const bytes = Buffer.from(files.get(name) ?? '')
  assert.ok(at < bytes.length)
  bytes[at] = (bytes[at] ?? 0) ^ (1 << bit)
  return new Map(files).set(name, bytes)
}

/** The check has an error to report, or the repository does not even open and says why. */
async function isFound(files: StoredFiles): Promise<boolean> {
  try {
    const repository = await openRepository(memoryStorage(files, { readOnly: true }), { password })
    const { findings } = await check(repository, { readData: true })
    return findings.some(({ severity }) => severity === 'error')
  } catch (error) {
    return isDamage(error)
  }
}

/** Every snapshot: its right bytes, or fewer of them and a problem that is named; never other bytes. */
async function verifyRestores(files: StoredFiles, ground: Ground, where: string): Promise<void> {
  for (const snapshot of ground.snapshots) {
    const right = ground.pictures.get(snapshot.id) ?? []
    try {
      const repository = await openRepository(memoryStorage(files, { readOnly: true }), { password })
      const listed = (await repository.listSnapshots()).find(({ id }) => id === snapshot.id)
      assert.ok(listed, `snapshot ${snapshot.id} is no longer listed: ${where}`)
      const { target, problems } = await restored(repository, listed)
      const picture = folderPicture(target)
      rmSync(target, { recursive: true })
      if (problems.length === 0) assert.deepEqual(picture, right, where)
      for (const line of picture) if (line.startsWith('file')) assert.ok(right.includes(line), where)
    } catch (error) {
      assert.ok(isDamage(error), `${String(error)}: ${where}`)
    }
  }
}

async function restored(repository: Repository, snapshot: Snapshot) {
  const target = join(folder, 'target')
  const { problems } = await restore(repository, snapshot, { target })
  return { target, problems }
}

function isDamage(error: unknown): boolean {
  return error instanceof RepositoryError && (error.code === 'damaged' || error.code === 'wrong-password')
}
