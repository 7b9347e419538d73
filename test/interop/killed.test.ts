import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { randomBytes } from 'node:crypto'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { check, initRepository, localStorage, openRepository, restore } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-killed-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const source = join(folder, 'source')
mkdirSync(source)
for (let i = 0; i < 60; i += 1) writeFileSync(join(source, `file ${i}`), randomBytes(1_500_000))

test('a backup killed at any moment loses nothing, and the next one completes', { skip }, async () => {
  const place = join(folder, 'repository')
  await initRepository(localStorage(place), { password })
  for (const wait of [1, 60, 150, 300, 500]) {
    const child = startBackup(place)
    await once(child.stdout ?? child, 'data')
    await delay(wait)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const report = await check(await openRepository(localStorage(place), { password }), { readData: true })
    assert.deepEqual(
      report.findings.filter(({ severity }) => severity === 'error'),
      [],
      `after ${wait} ms`,
    )
  }
  const last = startBackup(place)
  assert.deepEqual(await once(last, 'exit'), [0, null])

  const repository = await openRepository(localStorage(place), { password })
  const snapshot = (await repository.listSnapshots()).at(-1)
  assert.ok(snapshot)
  const target = join(folder, 'target')
  await restore(repository, snapshot, { target })
  assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
  restic(place, 'unlock', '--remove-all')
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
})

function startBackup(place: string): ChildProcess {
  const child = fileURLToPath(new URL('backup-child.ts', import.meta.url))
  return spawn(process.execPath, [child, place, source], { stdio: ['ignore', 'pipe', 'inherit'] })
}
