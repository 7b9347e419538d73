import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { initRepository, localStorage, openRepository, restore } from '@anlauf/repository'
import fc from 'fast-check'

import { needProgram } from '../debian.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const place = cli.env['RESTIC_REPOSITORY'] ?? ''
const source = cli.at('source')

function makeSource(): void {
  for (const folder of ['a/b/c', 'a/empty', 'ü/tmp', 'z'])
    mkdirSync(join(source, folder), { recursive: true })
  for (const file of ['a/x.txt', 'a/b/y.TXT', 'a/b/c/w', 'ü/tmp/t', 'z/x.txt', 'quote"name', 'line\nbreak'])
    writeFileSync(join(source, file), file)
  execFileSync('sh', [
    '-c',
    'cd "$1"; ln -s a/x.txt link; mkfifo pipe; chmod 4711 z/x.txt; chmod 1777 "ü/tmp"; touch -d "1999-12-31 23:59:59.5" a/x.txt',
    'sh',
    source,
  ])
}

type Line = Record<string, unknown>
const parsed = (text: string): Line[] =>
  text.split('\n').flatMap((line) => (line.startsWith('{') ? [JSON.parse(line) as Line] : []))

/** Without what only we say. */
function common({ linktarget: _1, summary: _2, program_version: _3, ...rest }: Line): Line {
  return rest
}

if (skip === false) {
  makeSource()
  // Passwords for tests need no half second of scrypt; stock restic takes the cost from the key file.
  await initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })
  for (const [host, tags, path] of [
    ['one', 'x,y', source],
    ['two', 'x', source],
    ['one', 'z', join(source, 'a')],
    ['one', '', source],
  ] as const) {
    restic(place, 'backup', '--host', host, ...(tags === '' ? [] : ['--tag', tags]), path)
  }
}

test('ls prints what stock restic prints, line for line', { skip }, async () => {
  const [first = ''] = (await snapshots()).map(({ id }) => String(id))
  const questions = [
    ['latest'],
    [first],
    [first, source],
    ['latest', `${source}/a`, '/none', `${source}/z`],
    ['latest', '--recursive', `${source}/a`],
    ['latest', '--recursive', '/'],
    ['latest', '/'],
    ['latest', '--host', 'two'],
    ['latest', '--tag', 'x,y'],
    ['latest', '--tag', 'none,x', '--tag', 'z'],
    ['latest', '--path', `${source}/a`],
  ]
  for (const question of questions) {
    const ours = await cli.run('repo', 'ls', '--json', ...question)
    assert.equal(ours.exitCode, 0, ours.stderr)
    const theirs = parsed(restic(place, 'ls', '--json', ...question))
    assert.deepEqual(parsed(ours.stdout).map(common), theirs.map(common), question.join(' '))
    assert.ok(theirs.length > 1)
    const long = ['-l', ...question]
    assert.deepEqual(
      linesOf((await cli.run('repo', 'ls', ...long)).stdout),
      linesOf(restic(place, 'ls', ...long)).filter((line) => !line.startsWith('snapshot ')),
    )
  }
})

/** restic prints names as they are, we keep line breaks off the terminal. */
const linesOf = (text: string): string[] =>
  text
    .replaceAll('line\nbreak', 'line\\x0abreak')
    .split('\n')
    .filter((line) => line !== '')

async function snapshots(...flags: string[]): Promise<Line[]> {
  return (await cli.json<Line[]>(['repo', 'snapshots', ...flags])).map(common)
}

test('snapshots lists and groups what stock restic lists and groups', { skip }, async () => {
  const flags = [
    [],
    ['--host', 'one'],
    ['--host', 'one', '--host', 'two', '--tag', 'x'],
    ['--tag', ''],
    ['--path', source],
    ['--latest', '1'],
    ['--latest', '2', '--host', 'one'],
  ]
  const byId = (a: Line, b: Line): number => (String(a['id']) < String(b['id']) ? -1 : 1)
  for (const one of flags) {
    const theirs = JSON.parse(restic(place, 'snapshots', '--json', ...one)) as Line[]
    assert.deepEqual((await snapshots(...one)).sort(byId), theirs.map(common).sort(byId), one.join(' '))
  }
  for (const by of ['host', 'host,paths', 'tags', 'paths,tags,host']) {
    type Group = { group_key: Line; snapshots: Line[] }
    const ours = await cli.json<Group[]>(['repo', 'snapshots', '--group-by', by])
    const theirs = JSON.parse(restic(place, 'snapshots', '--json', '--group-by', by)) as Group[]
    const shape = (groups: Group[]): string[] =>
      groups
        .map((group) => JSON.stringify([group.group_key, group.snapshots.map(({ id }) => String(id)).sort()]))
        .sort()
    assert.deepEqual(shape(ours), shape(theirs), by)
  }
  const text = await cli.run('repo', 'snapshots', '-c', '-g', 'host')
  assert.match(text.stdout, /Snapshots of host \[one\]:[^]*3 snapshots[^]*host \[two\][^]*1 snapshots/)
  assert.equal((await cli.run('repo', 'snapshots', '-g', 'colour')).exitCode, 2)
})

test('restore takes the same entries for the same patterns', { skip }, async () => {
  const repository = await openRepository(localStorage(place), { password })
  const snapshot = (await repository.listSnapshots()).at(-1)
  assert.ok(snapshot)
  const name = fc.constantFrom('a', 'b', '*.txt', '*.TXT', 'x*', '?', '**', 'ü', 'Ü', 'tmp', '*', 'z', 'link')
  const pattern = fc
    .tuple(fc.constantFrom('', `${source}/`, '/'), fc.array(name, { minLength: 1, maxLength: 3 }))
    .map(([start, names]) => start + names.join('/'))
  const patterns = fc.array(pattern, { maxLength: 2 })
  let number = 0
  await fc.assert(
    fc.asyncProperty(fc.boolean(), patterns, patterns, async (isInclude, plain, insensitive) => {
      fc.pre(plain.length + insensitive.length > 0)
      const at = (who: string): string => cli.at(`${who} ${number}`)
      number += 1
      const flag = isInclude ? 'include' : 'exclude'
      restic(
        place,
        'restore',
        snapshot.id,
        '--target',
        at('theirs'),
        ...plain.map((one) => `--${flag}=${one}`),
        ...insensitive.map((one) => `--i${flag}=${one}`),
      )
      const options = isInclude
        ? { include: plain, insensitiveInclude: insensitive }
        : { exclude: plain, insensitiveExclude: insensitive }
      await restore(repository, snapshot, { target: at('ours'), ...options }).catch((error: unknown) => {
        // Nothing at all is an error of ours and a success of restic's.
        assert.match(String(error), /Nothing in the snapshot fits/)
      })
      assert.deepEqual(
        entries(at('ours')),
        entries(at('theirs')),
        `${flag} ${plain.join()} ${insensitive.join()}`,
      )
      for (const who of ['ours', 'theirs']) rmSync(at(who), { recursive: true, force: true })
    }),
    { numRuns: 20 },
  )
})

function entries(folder: string): string[] {
  try {
    return (readdirSync(folder, { recursive: true }) as string[]).sort()
  } catch {
    return []
  }
}

test('the command line restores a subfolder, verifies, and says what it did', { skip }, async () => {
  const args = ['repo', 'restore', `latest:${source}/a`, '-t', cli.at('sub'), '-e', 'empty', '--verify']
  const summary = await cli.json<Line>(args)
  assert.deepEqual(
    [summary['message_type'], summary['files_restored'], summary['files_verified'], summary['problems']],
    ['summary', 3, 3, []],
  )
  assert.deepEqual(entries(cli.at('sub')), ['b', 'b/c', 'b/c/w', 'b/y.TXT', 'x.txt'])
  const again = await cli.run(...args, '--overwrite', 'if-changed')
  assert.match(again.stdout, /Restored 0 files[^]*Kept 3 files[^]*Read 3 files again/)
  const latest = await cli.json<Line>(['repo', 'restore', 'latest', '-H', 'two', '-n', '-t', cli.at('no')])
  const [two] = await snapshots('--host', 'two')
  assert.equal(latest['snapshot_id'], two?.['id'])
  for (const [wanted, message] of [
    ['latest:/none', /The snapshot has no \/none/],
    [`latest:${source}/a/x.txt`, /is not a folder/],
    ['ffffffff', /No snapshot "ffffffff"/],
  ] as const) {
    const { exitCode, stderr } = await cli.run('repo', 'restore', wanted, '-t', cli.at('no'))
    assert.equal(exitCode, 1)
    assert.match(stderr, message)
  }
})
