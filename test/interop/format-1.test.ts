import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { appendFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { backup, check, initRepository, localStorage, openRepository, restore } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { makeOddFiles } from './odd-files.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const folder = mkdtempSync(join(tmpdir(), 'anlauf-format-1-'))
after(() => rmSync(folder, { recursive: true, force: true }))

const source = join(folder, 'source')
makeOddFiles(source)
mkdirSync(join(source, 'text'))
for (let i = 0; i < 50; i += 1) writeFileSync(join(source, 'text', `${i}`), `line ${i}\n`.repeat(50 * i))
writeFileSync(join(source, 'random'), randomBytes(3_000_000))

const isCompressed = /"uncompressed_length"/

/** Everything in the repository's index, as stock restic prints it. */
function indexes(place: string): string {
  const ids = restic(place, 'list', 'index').trim().split('\n')
  return ids.map((id) => restic(place, 'cat', 'index', id)).join('')
}

test('a repository of format 1 that we make is one for stock restic', { skip }, async () => {
  const place = join(folder, 'ours')
  const repository = await initRepository(localStorage(place), { password, version: 1 })
  assert.equal(repository.config.version, 1)
  for (const compression of ['auto', 'max'] as const) {
    appendFileSync(join(source, 'text', '1'), compression)
    const { snapshot, problems } = await backup(repository, { paths: [source], compression })
    assert.equal(problems, 0)
    assert.ok(snapshot)
    const target = join(folder, `ours by restic ${compression}`)
    restic(place, 'restore', snapshot.id, '--target', target)
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
  }
  assert.match(restic(place, 'cat', 'config'), /"version": 1/)
  assert.doesNotMatch(indexes(place), isCompressed)
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
  assert.match(restic(place, 'backup', source), /0 new, +0 changed, +\d+ unmodified/)
})

test(
  'a repository of format 1 by stock restic: read, check, restore, back up into it',
  { skip },
  async () => {
    const place = join(folder, 'theirs')
    restic(place, 'init', '--repository-version', '1')
    restic(place, 'backup', '--host', 'files1', source)
    const repository = await openRepository(localStorage(place), { password })
    const [snapshot] = await repository.listSnapshots()
    assert.ok(snapshot)
    const target = join(folder, 'theirs by us')
    assert.deepEqual((await restore(repository, snapshot, { target })).problems, [])
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))

    writeFileSync(join(source, 'new'), 'new content\n'.repeat(9_000))
    const { summary } = await backup(repository, { paths: [source], hostname: 'files1' })
    assert.deepEqual([summary.filesNew, summary.filesChanged], [1, 0])
    assert.deepEqual((await check(repository, { readData: true })).findings, [])
    assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
    assert.doesNotMatch(indexes(place), isCompressed)
  },
)

test(
  'a repository that stock restic upgraded holds both kinds of blobs, and we read both',
  { skip },
  async () => {
    const place = join(folder, 'upgraded')
    await initRepository(localStorage(place), { password, version: 1 })
    restic(place, 'backup', source)
    restic(place, 'migrate', 'upgrade_repo_v2')
    writeFileSync(join(source, 'later'), 'later content\n'.repeat(9_000))
    restic(place, 'backup', '--compression', 'max', source)
    const repository = await openRepository(localStorage(place), { password })
    assert.equal(repository.config.version, 2)
    assert.match(indexes(place), isCompressed)
    const { summary } = await backup(repository, { paths: [source] })
    assert.deepEqual([summary.filesNew, summary.filesChanged, summary.dataBlobs], [0, 0, 0])
    const snapshot = (await repository.listSnapshots()).at(-1)
    assert.ok(snapshot)
    const target = join(folder, 'upgraded by us')
    assert.deepEqual((await restore(repository, snapshot, { target })).problems, [])
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
    assert.deepEqual((await check(repository, { readData: true })).findings, [])
  },
)

test('the compression modes of stock restic and ours in one repository', { skip }, async () => {
  const place = join(folder, 'modes')
  const repository = await initRepository(localStorage(place), { password })
  for (const compression of ['off', 'auto', 'max'] as const) {
    writeFileSync(join(source, 'mode'), `ours ${compression}\n`.repeat(99_000))
    await backup(repository, { paths: [source], compression })
    writeFileSync(join(source, 'mode'), `theirs ${compression}\n`.repeat(99_000))
    restic(place, 'backup', '--compression', compression, source)
  }
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
  const again = await openRepository(localStorage(place), { password })
  assert.deepEqual((await check(again, { readData: true })).findings, [])
  assert.equal((await again.listSnapshots()).length, 6)
})
