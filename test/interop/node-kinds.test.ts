import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { backup, check, initRepository, localStorage, openRepository, restore } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { everyKindPicture, makeEveryKind, needEveryKind } from './every-kind.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic') || needEveryKind()
const folder = mkdtempSync(join(tmpdir(), 'anlauf-kinds-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const source = join(folder, 'source')
if (skip === false) makeEveryKind(source)

test('every kind of entry: what we store, both programs restore', { skip }, async () => {
  const repository = await initRepository(localStorage(join(folder, 'ours')), { password })
  const { snapshot, problems } = await backup(repository, { paths: [source] })
  assert.equal(problems, 0)
  assert.ok(snapshot)
  const target = join(folder, 'ours by us')
  const restored = await restore(repository, snapshot, { target, devices: true, sparse: true, verify: true })
  assert.deepEqual(restored.problems, [])
  const truth = everyKindPicture(source)
  assert.ok(truth.length > 50, `${truth.length} lines`)
  assert.deepEqual(everyKindPicture(join(target, source)), truth)

  assert.match(restic(join(folder, 'ours'), 'check', '--read-data'), /no errors were found/)
  restic(join(folder, 'ours'), 'restore', snapshot.id, '--target', join(folder, 'ours by restic'))
  assert.deepEqual(everyKindPicture(join(folder, 'ours by restic', source)), truth)
})

test('every kind of entry: what stock restic stores, we restore', { skip }, async () => {
  const place = join(folder, 'theirs')
  restic(place, 'init')
  restic(place, 'backup', source)
  const repository = await openRepository(localStorage(place), { password })
  assert.deepEqual((await check(repository, { readData: true })).findings, [])
  const [snapshot] = await repository.listSnapshots()
  assert.ok(snapshot)
  const target = join(folder, 'theirs by us')
  const { problems } = await restore(repository, snapshot, { target, devices: true, verify: true })
  assert.deepEqual(problems, [])
  assert.deepEqual(everyKindPicture(join(target, source)), everyKindPicture(source))
})
