import assert from 'node:assert/strict'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'

import { initRepository, localStorage, openRepository } from '@anlauf/repository'

import { cheapCost } from '../../packages/repository/src/small-repository.fixture.ts'
import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { makeOddFiles } from './odd-files.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic, resticWith } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const source = cli.at('source')
const theirs = cli.at('theirs')
const other = 'another password'

before(async () => {
  if (skip !== false) return
  await initRepository(localStorage(theirs), { password, kdf: cheapCost })
  makeOddFiles(source)
  for (const [day, tag] of [
    [1, 'night,x'],
    [2, 'night'],
  ] as const) {
    writeFileSync(join(source, 'changing'), `day ${day}`)
    restic(theirs, 'backup', '--host', 'files1', '--tag', tag, '--time', `2026-11-0${day} 02:00:00`, source)
  }
  cli.env['RESTIC_FROM_REPOSITORY'] = theirs
  cli.env['RESTIC_FROM_PASSWORD'] = password
})

interface Stock {
  readonly id: string
  readonly original?: string
  readonly tags?: readonly string[]
  readonly time: string
}

const snapshots = (place: string, secret: string): Stock[] =>
  JSON.parse(resticWith(secret, place, 'snapshots', '--json')) as Stock[]

/** A repository of another password, filled by `repo copy`. */
async function copied(name: string, ...flags: string[]): Promise<string> {
  const place = cli.at(name)
  cli.env['RESTIC_REPOSITORY'] = place
  cli.env['RESTIC_PASSWORD'] = other
  await cli.json(['repo', 'init', ...flags])
  return place
}

test(
  'what we copy, stock restic checks clean, restores identically and does not copy again',
  { skip },
  async () => {
    const place = await copied('ours', '--copy-chunker-params')
    const preview = await cli.json<{ copied: object[]; blobs: number }>(['repo', 'copy', '--dry-run'])
    assert.deepEqual(snapshots(place, other), [])
    const done = await cli.json<{ copied: object[]; blobs: number; same_polynomial: boolean }>([
      'repo',
      'copy',
    ])
    assert.deepEqual([done.copied.length, done.blobs, done.same_polynomial], [2, preview.blobs, true])
    assert.match(resticWith(other, place, 'check', '--read-data'), /no errors were found/)
    assert.deepEqual(
      snapshots(place, other).map(({ original, time, tags }) => [original, time, tags]),
      snapshots(theirs, password).map(({ id, time, tags }) => [id, time, tags]),
    )
    const target = cli.at('restored')
    resticWith(other, place, 'restore', 'latest', '--target', target)
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
    rmSync(target, { recursive: true })

    writeFileSync(cli.at('first password'), password)
    const again = resticWith(
      other,
      place,
      'copy',
      '--from-repo',
      theirs,
      '--from-password-file',
      cli.at('first password'),
    )
    assert.match(again, /was already copied/)
    assert.equal(snapshots(place, other).length, 2)
    // The chunks fall at the same places: a backup of the same files finds all their data there.
    const output = resticWith(other, place, 'backup', '--json', '--host', 'files1', '--force', source)
    const summary = output.split('\n').find((line) => line.includes('"data_blobs"')) ?? '{}'
    assert.equal((JSON.parse(summary) as { data_blobs?: number }).data_blobs, 0)
  },
)

test('what stock restic copied, we do not copy again', { skip }, async () => {
  const place = await copied('half')
  const from = ['--from-repo', theirs, '--from-password-file', cli.at('first password')]
  resticWith(other, place, 'copy', ...from, snapshots(theirs, password)[0]?.id ?? '')
  const done = await cli.json<{ copied: object[]; skipped: object[] }>(['repo', 'copy'])
  assert.deepEqual([done.copied.length, done.skipped.length], [1, 1])
  assert.match(resticWith(other, place, 'check', '--read-data'), /no errors were found/)
})

test('a repository of format 1 becomes a compressed one, and the other way round', { skip }, async () => {
  const old = cli.at('old')
  restic(old, 'init', '--repository-version', '1')
  writeFileSync(join(source, 'text'), 'compressible '.repeat(20_000))
  restic(old, 'backup', '--host', 'files1', source)
  cli.env['RESTIC_FROM_REPOSITORY'] = old
  const place = await copied('new')
  await cli.json(['repo', 'copy'])
  assert.match(resticWith(other, place, 'check', '--read-data'), /no errors were found/)
  const index = await (await openRepository(localStorage(place), { password: other })).loadIndex()
  for (const pack of index.packs())
    for (const { length, uncompressedLength } of index.blobsOf(pack))
      assert.ok(uncompressedLength > 0, `${length}`)

  cli.env['RESTIC_FROM_REPOSITORY'] = place
  cli.env['RESTIC_FROM_PASSWORD'] = other
  const back = await copied('old again', '--repository-version', '1')
  await cli.json(['repo', 'copy'])
  assert.match(resticWith(other, back, 'check', '--read-data'), /no errors were found/)
  const target = cli.at('restored')
  resticWith(other, back, 'restore', 'latest', '--target', target)
  assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
  cli.env['RESTIC_FROM_REPOSITORY'] = theirs
  cli.env['RESTIC_FROM_PASSWORD'] = password
})

test(
  'tags that we change are what stock restic shows, and it knows the first version',
  { skip },
  async () => {
    cli.env['RESTIC_REPOSITORY'] = theirs
    cli.env['RESTIC_PASSWORD'] = password
    const before = snapshots(theirs, password)
    const preview = await cli.run('repo', 'tag', '--add', 'legal,hold', '--remove', 'night', '--dry-run')
    assert.match(preview.stdout, /would have modified tags on 2 snapshots/)
    assert.deepEqual(snapshots(theirs, password), before)
    await cli.json(['repo', 'tag', '--add', 'legal,hold', '--remove', 'night', '--tag', 'x'])
    const after = snapshots(theirs, password)
    const changed = after.find(({ original }) => original !== undefined)
    assert.deepEqual([changed?.tags, changed?.original], [['x', 'legal', 'hold'], before[0]?.id])
    assert.match((await cli.run('repo', 'tag', '--set', 'y', '--add', 'z')).stderr, /either set/)
    assert.match(
      (await cli.run('repo', 'tag', '--set', 'night', 'latest')).stdout,
      /no snapshots were modified/,
    )
    await cli.json(['repo', 'tag', '--set', ''])
    assert.deepEqual(
      snapshots(theirs, password).map(({ tags }) => tags ?? null),
      [null, null],
    )
    assert.match(restic(theirs, 'check'), /no errors were found/)
    assert.deepEqual(readdirSync(join(theirs, 'locks')), [])
  },
)

test('without a source, with a wrong password or into itself nothing is copied, and the message says which', async () => {
  cli.env['RESTIC_REPOSITORY'] = cli.at('ours')
  cli.env['RESTIC_PASSWORD'] = other
  const itself = await cli.run('repo', 'copy', '--from-repo', cli.at('ours'))
  assert.match(itself.stderr, skip === false ? /opens none of/ : /no repository/i)
  delete cli.env['RESTIC_FROM_REPOSITORY']
  const none = await cli.run('repo', 'copy')
  assert.deepEqual(
    [none.exitCode, /The repository to copy from: No repository named/.test(none.stderr)],
    [1, true],
  )
  mkdirSync(cli.at('empty'))
  assert.equal((await cli.run('repo', 'copy', '--from-repo', cli.at('empty'))).exitCode, 1)
})
