import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { after, before, test } from 'node:test'

import { initRepository, localStorage } from '@anlauf/repository'

import { cheapCost } from '../../packages/repository/src/small-repository.fixture.ts'
import { needProgram } from '../debian.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const place = cli.env['RESTIC_REPOSITORY'] ?? ''

interface Group {
  readonly host: string
  readonly paths: string[] | null
  readonly tags: string[] | null
  readonly keep: { id: string }[]
  readonly remove: { id: string }[]
  readonly reasons: { matches: string[]; counters: object }[]
}

before(async () => {
  if (skip !== false) return
  await initRepository(localStorage(place), { password, kdf: cheapCost })
  mkdirSync(cli.at('source'))
  for (let day = 1; day <= 5; day += 1) {
    writeFileSync(cli.at('source', 'file'), `content of day ${day}`)
    const tag = day === 1 ? ['--tag', 'first,x'] : []
    for (const host of ['files1', 'mbox1']) {
      restic(place, 'backup', '--host', host, '--time', `2026-11-0${day} 02:00:00`, ...tag, cli.at('source'))
    }
  }
})

const ids = (): string[] =>
  (JSON.parse(restic(place, 'snapshots', '--json')) as { id: string }[]).map(({ id }) => id).sort()

test('repo forget --dry-run prints the JSON that stock restic prints', { skip }, async () => {
  for (const flags of [
    ['--keep-last', '1', '--keep-tag', 'first'],
    ['-d', '2', '-w', '1', '--host', 'files1', '--group-by', ''],
    ['--keep-within', '1d12h', '--tag', 'first', '--tag', ''],
  ]) {
    const ours = await cli.json<Group[]>(['repo', 'forget', '--dry-run', ...flags])
    const theirs = JSON.parse(restic(place, 'forget', '--dry-run', '--json', ...flags)) as Group[]
    const plain = (groups: readonly Group[]) =>
      groups.map(({ host, paths, tags, keep, remove, reasons }) => ({
        key: [host, paths, tags],
        keep: keep.map(({ id }) => id),
        remove: (remove ?? []).map(({ id }) => id),
        reasons: reasons.map(({ matches, counters }) => [matches, counters]),
      }))
    const byHost = (a: Group, b: Group): number => (a.host < b.host ? -1 : 1)
    assert.deepEqual(plain(ours.toSorted(byHost)), plain(theirs.toSorted(byHost)), flags.join(' '))
  }
  assert.equal(ids().length, 10)
})

test(
  'repo forget shows reasons, removes, prunes, and stock restic finds everything in order',
  { skip },
  async () => {
    const preview = await cli.run(
      'repo',
      'forget',
      '--keep-last',
      '2',
      '--keep-tag',
      'x',
      '--prune',
      '--dry-run',
    )
    assert.match(preview.stdout, /Applying Policy: keep 2 latest snapshots and all snapshots with tags \[x\]/)
    assert.match(preview.stdout, /keep 3 snapshots:\nID +Time +Host +Tags +Reasons +Paths\n/)
    assert.match(preview.stdout, /files1 +first,x +has tags \[x\] +\/\S*source\n/)
    assert.match(preview.stdout, /Would remove 4 snapshots; nothing was changed[^]*To remove +[1-9]/)
    assert.equal(ids().length, 10)

    const done = await cli.run('repo', 'forget', '--keep-last', '2', '--keep-tag', 'x', '--prune')
    assert.equal(done.exitCode, 0)
    assert.match(done.stdout, /4 snapshots removed\.[^]*Removed +[1-9]/)
    assert.equal(ids().length, 6)
    const checked = restic(place, 'check', '--read-data')
    assert.match(checked, /no errors were found/)
    assert.doesNotMatch(checked, /not referenced|several indexes/)
  },
)

test(
  'a policy that would leave nothing is refused, in a dry run too; ids are taken at their word',
  { skip },
  async () => {
    const flags = ['repo', 'forget', '--keep-tag', 'nobody has it']
    const refused = await cli.run(...flags)
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /keeps none of the 3 snapshots of "files1 /)
    const preview = await cli.run(...flags, '--dry-run')
    assert.equal(preview.exitCode, 1)
    assert.match(preview.stdout, /Nothing would be left of files1 /)
    assert.equal(
      (await cli.run('repo', 'forget')).stdout.trim(),
      'no policy was specified, no snapshots will be removed',
    )
    assert.equal(ids().length, 6)
    const [first = ''] = ids()
    await cli.json(['repo', 'forget', first.slice(0, 10)])
    assert.equal(ids().length, 5)
    assert.equal((await cli.run('repo', 'forget', first)).exitCode, 1)
  },
)

test('repo prune says beforehand what it does, and counts as stock restic does', { skip }, async () => {
  const preview = await cli.json<{ unused: { blobs: number }; packs: object }>(['repo', 'prune', '--dry-run'])
  assert.match(restic(place, 'prune', '--dry-run'), new RegExp(`total prune: +${preview.unused.blobs} blobs`))
  const done = await cli.run('repo', 'prune', '--max-unused', '0')
  assert.match(done.stdout, /In use +\d+ blobs[^]*Left over +0 B unused/)
  for (const limit of ['101%', 'some', '5 %'])
    assert.equal((await cli.run('repo', 'prune', '--max-unused', limit)).exitCode, 2, limit)
  await cli.json(['repo', 'prune', '--max-unused', '2.5%', '--max-repack-size', '1G', '--repack-small'])
  assert.match(restic(place, 'check', '--read-data'), /no errors were found/)
})
