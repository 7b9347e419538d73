import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { backup, check, initRepository, localStorage, openRepository, restore } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { copyRealFiles, makeLinkToBytes, makeOddFiles } from './odd-files.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-interop-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const source = join(folder, 'source')
const modules = fileURLToPath(new URL('../../node_modules', import.meta.url))
// What the dependencies bring, and what every Debian system has: together always more than enough.
const fromModules = copyRealFiles(modules, join(source, 'modules'), 10_500)
const fromSystem = copyRealFiles('/usr/share', join(source, 'system'), 10_500 - fromModules)
const copied = fromModules + fromSystem
makeOddFiles(join(source, 'odd'))
const truth = folderPicture(source)

test('the source has more than 10,000 real files', () => {
  assert.ok(copied > 10_000, `only ${copied} files were found`)
})

test('our own round trip keeps every byte, the target of a link that is not UTF-8 too', async () => {
  const own = join(folder, 'own')
  makeOddFiles(own)
  makeLinkToBytes(own)
  const repository = await initRepository(localStorage(join(folder, 'own repository')), { password })
  const { snapshot } = await backup(repository, { paths: [own] })
  assert.ok(snapshot)
  const target = join(folder, 'own restored')
  await restore(repository, snapshot, { target })
  assertSame(folderPicture(join(target, own)), folderPicture(own))
})

test('what we write, stock restic checks clean and restores identically', { skip }, async () => {
  const place = join(folder, 'ours')
  const repository = await initRepository(localStorage(place), { password })
  const { snapshot, problems } = await backup(repository, { paths: [source], hostname: 'files1' })
  assert.equal(problems, 0)
  assert.ok(snapshot)
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
  assert.match(restic(place, 'snapshots'), /files1/)

  const target = join(folder, 'restored by restic')
  mkdirSync(target)
  restic(place, 'restore', snapshot.id, '--target', target)
  assertSame(folderPicture(join(target, source)), truth)

  // And stock restic goes on in our repository, finding everything unchanged or deduplicated.
  const added = restic(place, 'backup', '--host', 'files1', source)
  assert.match(added, /0 new, +0 changed, +\d+ unmodified/)
})

test('what stock restic writes, we check clean and restore identically', { skip }, async () => {
  const place = join(folder, 'theirs')
  restic(place, 'init')
  restic(place, 'backup', '--host', 'files1', source)
  const repository = await openRepository(localStorage(place), { password })
  const report = await check(repository, { readData: true })
  assert.deepEqual(report.findings, [])

  const [snapshot] = await repository.listSnapshots()
  assert.ok(snapshot)
  const target = join(folder, 'restored by us')
  const restored = await restore(repository, snapshot, { target })
  assert.deepEqual(restored.problems, [])
  assertSame(folderPicture(join(target, source)), truth)

  // A second restore finds everything in place, and a backup of ours reads nothing again.
  const again = await restore(repository, snapshot, { target })
  assert.equal(again.bytes, 0)
  const { summary } = await backup(repository, { paths: [source], hostname: 'files1' })
  assert.deepEqual(
    { new: summary.filesNew, changed: summary.filesChanged, added: summary.dataBlobs },
    { new: 0, changed: 0, added: 0 },
  )
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
})

/** Shows the lines that differ; the whole picture has ten thousand. */
function assertSame(found: readonly string[], expected: readonly string[]): void {
  const [left, right] = [new Set(found), new Set(expected)]
  assert.deepEqual(
    { extra: found.filter((line) => !right.has(line)), missing: expected.filter((line) => !left.has(line)) },
    { extra: [], missing: [] },
  )
}
