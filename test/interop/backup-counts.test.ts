import assert from 'node:assert/strict'
import { join } from 'node:path'
import { appendFileSync, chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { after, test } from 'node:test'

import { initRepository, localStorage } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())

type Summary = Record<string, unknown>
const counts = [
  'message_type',
  'files_new',
  'files_changed',
  'files_unmodified',
  'dirs_new',
  'dirs_changed',
  'dirs_unmodified',
  'data_blobs',
  'tree_blobs',
  'total_files_processed',
  'total_bytes_processed',
  'dry_run',
]

test('the figures of a backup are those of stock restic, night after night', { skip }, async (t) => {
  const places = { ours: cli.at('ours'), theirs: cli.at('theirs') }
  for (const place of Object.values(places))
    await initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })
  for (const folder of ['a/b/c', 'd/e', 'f']) mkdirSync(cli.at('src', folder), { recursive: true })
  for (const file of ['a/1', 'a/b/2', 'a/b/c/3', 'd/e/4', 'f/5', 'f/6'])
    writeFileSync(cli.at('src', file), `content of ${file}`)
  writeFileSync(cli.at('src/f/large'), Buffer.alloc(2_000_000, 'large'))
  const nights: [string, () => void, string[]?][] = [
    ['the first', () => undefined],
    ['nothing happened', () => undefined],
    ['a file grew', () => appendFileSync(cli.at('src/a/b/2'), ' and more')],
    ['a file got another mode', () => chmodSync(cli.at('src/d/e/4'), 0o600)],
    ['a folder got another mode', () => chmodSync(cli.at('src/f'), 0o700)],
    [
      'a file went, a link and a folder came',
      () => {
        rmSync(cli.at('src/f/5'))
        symlinkSync('6', cli.at('src/f/link'))
        mkdirSync(cli.at('src/d/new'))
      },
    ],
    ['read again', () => undefined, ['--force']],
    ['only asked', () => appendFileSync(cli.at('src/f/6'), 'x'), ['--dry-run']],
  ]
  // Relative, so that no folder above them is stored: others work in those.
  const sources = ['a', 'd/e', './d', 'f/']
  const before = process.cwd()
  process.chdir(cli.at('src'))
  t.after(() => process.chdir(before))
  for (const [night, happen, flags = []] of nights) {
    happen()
    const ours = await cli.json<Summary>(['repo', 'backup', '--repo', places.ours, ...flags, ...sources])
    const lines = restic(places.theirs, 'backup', '--json', ...flags, ...sources)
      .trim()
      .split('\n')
    const theirs = JSON.parse(lines.at(-1) ?? '') as Summary
    const shown = (summary: Summary): string[] => counts.map((name) => `${name}: ${String(summary[name])}`)
    assert.deepEqual(shown(ours), shown(theirs), night)
  }
})

test('named paths are stored where stock restic stores them', { skip }, async (t) => {
  const place = cli.at('paths')
  await initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })
  for (const file of ['named/a/one', 'named/b/two', 'named/b/c/three', 'a/other'])
    writeFileSync(makeParent(cli.at(file)), file)
  const before = process.cwd()
  process.chdir(cli.at('named'))
  t.after(() => process.chdir(before))
  const here = cli.at('named')
  const lists = [
    ['.'],
    ['a', './b//c/'],
    ['../a', 'a'],
    ['../named/b', 'b'],
    ['..', 'b/c'],
    [`${here}/b`, `${here}/b/c`, 'b/two'],
    ['b/c', 'b'],
    ['a/../b/two'],
    [`${here}/a/one`, `${here}/./a`],
  ]
  for (const paths of lists) {
    const { snapshot_id: ours } = await cli.json<Summary>([
      'repo',
      'backup',
      '--repo',
      place,
      ...excluded,
      ...paths,
    ])
    const theirs = /snapshot ([0-9a-f]+) saved/.exec(restic(place, 'backup', ...excluded, ...paths))?.[1]
    assert.ok(theirs)
    assert.deepEqual(stored(place, String(ours)), stored(place, theirs), paths.join(' '))
  }
})

/** The repositories themselves lie beside the sources. */
const excluded = ['--exclude', cli.at('paths'), '--exclude', cli.at('ours'), '--exclude', cli.at('theirs')]

function makeParent(path: string): string {
  mkdirSync(join(path, '..'), { recursive: true })
  return path
}

/** Snapshot paths and entries, as stock restic lists them. */
function stored(place: string, id: string): string[] {
  const lines = restic(place, 'ls', '--json', id).trim().split('\n')
  return lines.map((line) => {
    const { path, paths = [], mode } = JSON.parse(line) as { path?: string; paths?: string[]; mode?: number }
    return path === undefined ? [...new Set(paths)].sort().join() : `${path} ${mode}`
  })
}
