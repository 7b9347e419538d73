import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import {
  backup,
  check,
  initRepository,
  openRepository,
  openStorage,
  parseExtendedOptions,
  parseLocation,
  type Repository,
  restore,
  type RetryNotice,
  type Storage,
} from '@anlauf/repository'

import { folderPicture } from '../interop/folder-picture.ts'
import { makeOddFiles } from '../interop/odd-files.ts'

const password = 'correct horse battery staple'

/** A place that stock restic and we can both reach. */
export interface SharedPlace {
  readonly location: string
  /** The same place as stock restic spells it, where its options differ from ours. */
  readonly resticFlags?: readonly string[]
  readonly options?: readonly string[]
  readonly env: NodeJS.ProcessEnv
  /** Makes the server vanish; it comes back where it was. */
  readonly crash?: () => Promise<{ comeBack: () => Promise<void> }>
}

/**
 * Backup, restore, check and forget through a place, by us and by stock restic in turns, and a backup in whose
 * middle the server goes away. `open` gives an empty place each time.
 */
export function bothWaysThrough(
  name: string,
  open: () => Promise<SharedPlace>,
  options: { skip: string | false; timeout?: number },
): void {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-both-'))
  after(() => rmSync(folder, { recursive: true, force: true }))
  const source = join(folder, 'source')
  mkdirSync(source)
  makeOddFiles(join(source, 'odd'))
  for (let i = 0; i < 300; i += 1) writeFileSync(join(source, `small ${i}`), randomBytes(i * 50))
  for (let i = 0; i < 4; i += 1) writeFileSync(join(source, `large ${i}`), randomBytes(9_000_000))
  const truth = folderPicture(source)

  test(`${name}: what we write, stock restic checks, restores and thins out`, options, async () => {
    const place = await open()
    const repository = await initRepository(storageOf(place), { password })
    const { snapshot, problems } = await backup(repository, { paths: [source], hostname: 'files1' })
    assert.equal(problems, 0)
    assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
    const target = join(folder, 'restored by restic')
    restic(place, 'restore', String(snapshot?.id), '--target', target)
    assert.deepEqual(folderPicture(join(target, source)), truth)
    rmSync(target, { recursive: true, force: true })

    assert.match(restic(place, 'backup', '--host', 'files1', source), /0 new, +0 changed/)
    restic(place, 'forget', '--keep-last', '1', '--prune')
    await assertSound(await openRepository(storageOf(place), { password }), 1)
  })

  test(`${name}: what stock restic writes, we check and restore`, options, async () => {
    const place = await open()
    restic(place, 'init')
    restic(place, 'backup', '--host', 'files1', source)
    const repository = await openRepository(storageOf(place), { password })
    const [snapshot] = await assertSound(repository, 1)
    assert.ok(snapshot)
    const target = join(folder, 'restored by us')
    const restored = await restore(repository, snapshot, { target })
    assert.deepEqual(restored.problems, [])
    assert.deepEqual(folderPicture(join(target, source)), truth)
    rmSync(target, { recursive: true, force: true })
    assert.equal((await backup(repository, { paths: [source], hostname: 'files1' })).summary.dataBlobs, 0)
    assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
  })

  test(
    `${name}: a server that goes away in the middle of a backup costs time, nothing else`,
    options,
    async () => {
      const place = await open()
      // A foreign server of `npm run test:storage` may not be ours to end.
      if (place.crash === undefined) return
      const notices: RetryNotice[] = []
      let writes = 0
      let healed: Promise<void> | undefined
      const inner = storageOf(place, { onRetry: (notice) => notices.push(notice) })
      const storage: Storage = {
        ...inner,
        async write(kind, id, bytes) {
          const written = inner.write(kind, id, bytes)
          writes += 1
          if (writes === 4) healed = goAwayAndComeBack(place)
          await written
        },
      }
      const repository = await initRepository(storage, { password })
      const { snapshot } = await backup(repository, { paths: [source] })
      await healed
      assert.ok(snapshot)
      assert.ok(notices.length > 0, 'the server was missed')
      await assertSound(await openRepository(storageOf(place), { password }), 1)
      assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
    },
  )
}

async function goAwayAndComeBack(place: SharedPlace): Promise<void> {
  const { comeBack } = (await place.crash?.()) ?? { comeBack: async () => undefined }
  // Long enough for several failed tries.
  await delay(1_500)
  await comeBack()
}

async function assertSound(repository: Repository, snapshots: number) {
  const { findings } = await check(repository, { readData: true })
  assert.deepEqual(
    findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  const list = await repository.listSnapshots()
  assert.equal(list.length, snapshots)
  return list
}

function storageOf(place: SharedPlace, more: { onRetry?: (notice: RetryNotice) => void } = {}) {
  const extended = parseExtendedOptions(place.options ?? [])
  return openStorage(parseLocation(place.location), { env: place.env, extended, ...more })
}

function restic(place: SharedPlace, ...parameters: readonly string[]): string {
  const flags = ['--no-cache', '-r', place.location, ...(place.resticFlags ?? []), ...parameters]
  const run = spawnSync('restic', flags, {
    encoding: 'utf8',
    env: { ...process.env, ...place.env, RESTIC_PASSWORD: password },
    maxBuffer: 64 * 1024 * 1024,
  })
  if (run.status === 0) return run.stdout + run.stderr
  throw new Error(`restic ${parameters.join(' ')} ended with ${run.status}: ${run.stdout}${run.stderr}`)
}
