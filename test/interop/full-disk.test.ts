import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout } from 'node:timers/promises'

import { backup, check, initRepository, localStorage, restore } from '@anlauf/repository'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-full-'))
const small = join(folder, 'small disk')
mkdirSync(small)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=24m', 'tmpfs', small])
const skip = mounted.status === 0 ? false : 'a small disk needs root: mount -t tmpfs failed'
after(async () => {
  // Packs read a moment ago stay open for a second, and an open file keeps its disk mounted.
  const tries = skip === false ? 50 : 0
  let isFree = tries === 0
  for (let i = 0; i < tries && !isFree; i += 1) {
    isFree = spawnSync('umount', [small]).status === 0
    if (!isFree) await setTimeout(100)
  }
  assert.ok(isFree, 'what was read is closed after a while')
  rmSync(folder, { recursive: true, force: true })
})

const source = join(folder, 'source')
mkdirSync(source)
for (let i = 0; i < 100; i += 1) writeFileSync(join(source, `file ${i}`), randomBytes(400_000))
const password = 'p'

test('a backup on a full disk says so, keeps what was there and can be repeated', { skip }, async () => {
  const place = join(small, 'repository')
  const repository = await initRepository(localStorage(place), { password })
  const first = join(source, 'file 1')
  await backup(repository, { paths: [first] })
  await assert.rejects(backup(repository, { paths: [source] }), { code: 'no-space', retry: 'later' })

  const report = await check(repository, { readData: true })
  assert.deepEqual(
    report.findings.filter(({ severity }) => severity === 'error'),
    [],
  )
  assert.equal((await repository.listSnapshots()).length, 1)
  rmSync(join(small, 'repository'), { recursive: true, force: true })
})

test(
  'a restore on a full disk says so, leaves no half file and completes with more space',
  { skip },
  async () => {
    const repository = await initRepository(localStorage(join(folder, 'repository')), { password })
    const { snapshot } = await backup(repository, { paths: [source] })
    assert.ok(snapshot)
    const target = join(small, 'target')
    await assert.rejects(restore(repository, snapshot, { target }), { code: 'no-space' })
    assert.equal(spawnSync('mount', ['-o', 'remount,size=64m', small]).status, 0)
    const result = await restore(repository, snapshot, { target })
    assert.deepEqual(result.problems, [])
    assert.ok(result.skippedFiles > 0, 'files of the first run are kept')
    assert.equal(result.files + result.skippedFiles, 100)
  },
)
