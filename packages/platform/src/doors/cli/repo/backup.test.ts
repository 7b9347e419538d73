import assert from 'node:assert/strict'
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { after, test } from 'node:test'

import { openCli } from '../cli.fixture.ts'

const cli = openCli({ startScanner: () => Promise.reject(new Error('no scanner in this test')) })
after(() => cli[Symbol.asyncDispose]())

const files = ['a/x.txt', 'a/X.LOG', 'a/big', 'b/y.txt', 'b/cache/z', 'b/.nobackup', 'Ä/umlaut', '#hash/f']
for (const file of files) {
  mkdirSync(dirname(cli.at('src', file)), { recursive: true })
  writeFileSync(cli.at('src', file), file.endsWith('big') ? Buffer.alloc(3000) : `content of ${file}`)
}
await cli.json(['repo', 'init'])

interface Summary {
  readonly snapshot_id: string
  readonly files_new: number
  readonly [field: string]: unknown
}

/** Backs up below the source as "/" and returns the files that were stored. */
async function stored(...args: string[]): Promise<string[]> {
  const { snapshot_id: id } = await cli.json<Summary>(['repo', 'backup', '--as-root', cli.at('src'), ...args])
  return storedIn(id)
}

async function storedIn(id: string): Promise<string[]> {
  const { stdout } = await cli.run('repo', 'ls', '--json', id)
  const nodes = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as { path?: string; type?: string })
  return nodes.flatMap(({ path, type }) => (type === 'file' && path !== undefined ? [path] : []))
}

const source = cli.at('src')

test('every flag that leaves something out', async () => {
  writeFileSync(cli.at('patterns'), '\ufeff# comment\n\n  *.txt  \r\n$WHAT/cache\n${WHAT}/none\n$$x')
  cli.env['WHAT'] = 'b'
  const all = [
    '/#hash/f',
    '/a/X.LOG',
    '/a/big',
    '/a/x.txt',
    '/b/.nobackup',
    '/b/cache/z',
    '/b/y.txt',
    '/Ä/umlaut',
  ]
  assert.deepEqual(await stored(source), all)
  const without = (...left: string[]): string[] => all.filter((path) => !left.includes(path))
  assert.deepEqual(await stored('-e', '*.txt', '--exclude=!y.txt', source), without('/a/x.txt'))
  assert.deepEqual(await stored('--iexclude', '*.log', source), without('/a/X.LOG'))
  assert.deepEqual(
    await stored('--exclude-file', cli.at('patterns'), source),
    without('/a/x.txt', '/b/y.txt', '/b/cache/z'),
  )
  assert.deepEqual(
    await stored('--iexclude-file', cli.at('patterns'), '--exclude-larger-than', '2k', source),
    without('/a/x.txt', '/b/y.txt', '/b/cache/z', '/a/big'),
  )
  assert.deepEqual(
    await stored('--exclude-if-present', '.nobackup', source),
    without('/b/cache/z', '/b/y.txt'),
  )
  assert.deepEqual(await stored('--exclude-if-present', '.nobackup:other', '-x', source), all)
  writeFileSync(cli.at('src/b/cache/CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55')
  assert.ok(!(await stored('--exclude-caches', source)).includes('/b/cache/z'))
})

test('paths from files: patterns, lines, and names that end with a zero byte', async () => {
  writeFileSync(cli.at('list'), `# a comment\n\n${source}/[ab]/*.txt \n${source}/none*\n`)
  assert.deepEqual(await stored('--files-from', cli.at('list')), ['/a/x.txt', '/b/y.txt'])
  writeFileSync(cli.at('lines'), `${source}/#hash\n\n${source}/Ä\n`)
  assert.deepEqual(await stored('--files-from-verbatim', cli.at('lines'), `${source}/a/big`), [
    '/#hash/f',
    '/a/big',
    '/Ä/umlaut',
  ])
  writeFileSync(cli.at('raw'), `${source}/Ä\0${source}/a/x.txt\0`)
  assert.deepEqual(await stored('--files-from-raw', cli.at('raw')), ['/a/x.txt', '/Ä/umlaut'])
  cli.pipe(`${source}/b/y.txt\n`)
  assert.deepEqual(await stored('--files-from', '-'), ['/b/y.txt'])
  for (const content of [`${source}/Ä`, `${source}/Ä\0\0`]) {
    writeFileSync(cli.at('raw'), content)
    const refused = await cli.run('repo', 'backup', '--files-from-raw', cli.at('raw'))
    assert.equal(refused.exitCode, 1)
    assert.match(refused.stderr, /zero byte/)
  }
})

test('what does not exist or cannot be read: exit code 3, and 1 when nothing is left', async () => {
  const some = await cli.run('repo', 'backup', cli.at('missing'), source)
  assert.equal(some.exitCode, 3)
  assert.match(some.stderr, /missing does not exist, skipped/)
  assert.match(some.stdout, /Not stored: 1 named paths that do not exist[^]*Snapshot \w{8} saved/)
  const none = await cli.run('repo', 'backup', cli.at('missing'))
  assert.equal(none.exitCode, 1)
  assert.match(none.stderr, /no snapshot was made/)
  assert.equal((await cli.run('repo', 'backup')).exitCode, 1)
  const excluded = await cli.run('repo', 'backup', '--as-root', source, '--exclude', '*', source)
  assert.equal(excluded.exitCode, 1)
  assert.match(excluded.stderr, /Nothing is left to back up/)
  if (process.getuid?.() !== 0) {
    chmodSync(cli.at('src/a/big'), 0)
    assert.equal((await cli.run('repo', 'backup', source)).exitCode, 3)
    chmodSync(cli.at('src/a/big'), 0o644)
  }
})

test('standard input becomes a file; together with paths it is refused', async () => {
  cli.pipe('a dump')
  const made = await cli.json<Summary>(['repo', 'backup', '--stdin', '--stdin-filename', 'dumps/db.sql'])
  assert.deepEqual(await storedIn(made.snapshot_id), ['/dumps/db.sql'])
  cli.pipe('')
  const empty = await cli.json<Summary>(['repo', 'backup', '--stdin', '--tag', 'a,b', '--tag', 'c'])
  assert.deepEqual(await storedIn(empty.snapshot_id), ['/stdin'])
  for (const more of [[source], ['--files-from', cli.at('list')]])
    assert.equal((await cli.run('repo', 'backup', '--stdin', ...more)).exitCode, 1)
})

test("the messages are restic's", async () => {
  cli.env['RESTIC_HOST'] = 'named by the environment'
  const dry = await cli.run('repo', 'backup', '--json', '-n', '--force', source)
  const summary = JSON.parse(dry.stdout) as Summary
  assert.deepEqual(
    [summary['message_type'], summary['dry_run'], summary.snapshot_id, summary.files_new],
    ['summary', true, undefined, files.length + 1],
  )
  cli.env['RESTIC_PROGRESS_FPS'] = '1000000'
  const { stdout } = await cli.run('repo', 'backup', '--json', source)
  const messages = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Summary)
  assert.deepEqual(new Set(messages.map((one) => one['message_type'])), new Set(['status', 'summary']))
  assert.equal(messages.at(-1)?.['message_type'], 'summary')
  delete cli.env['RESTIC_PROGRESS_FPS']
  const quiet = await cli.run('repo', 'backup', '-q', '--parent', messages.at(-1)?.snapshot_id ?? '', source)
  assert.deepEqual([quiet.stdout, quiet.stderr, quiet.exitCode], ['', '', 0])
  const { stdout: list } = await cli.run('repo', 'snapshots', '--json')
  assert.match(list, /named by the environment/)
  delete cli.env['RESTIC_HOST']
})

test('mistakes are named with a remedy', async () => {
  const mistakes: [string[], RegExp, number][] = [
    [['--exclude', '[a', source], /not a pattern/, 1],
    [['--exclude-file', cli.at('none'), source], /--exclude-file: .*none cannot be read/, 1],
    [['--exclude-if-present', ':x', source], /marks a folder/, 1],
    [['--exclude-larger-than', 'much', source], /not a size/, 2],
    [['--time', '2026-13-01 00:00:00', source], /not a time/, 2],
    [['--compression', 'zip', source], /auto|off|max/, 2],
    [['--parent', 'ffff', source], /No snapshot "ffff"/, 1],
  ]
  for (const [args, message, exitCode] of mistakes) {
    const ran = await cli.run('repo', 'backup', ...args)
    assert.equal(ran.exitCode, exitCode, args.join(' '))
    assert.match(ran.stderr, message)
  }
  cli.env['RESTIC_COMPRESSION'] = 'much'
  assert.match((await cli.run('repo', 'backup', source)).stderr, /RESTIC_COMPRESSION is "much"/)
  cli.env['RESTIC_COMPRESSION'] = 'off'
  assert.equal((await cli.run('repo', 'backup', source)).exitCode, 0)
  delete cli.env['RESTIC_COMPRESSION']
})

test('a repository of the old format on request, without compression', async () => {
  const repo = ['--repo', cli.at('old')]
  await cli.json(['repo', 'init', ...repo, '--repository-version', '1'])
  const { stdout } = await cli.run('repo', 'cat', 'config', ...repo)
  assert.equal((JSON.parse(stdout) as { version: number }).version, 1)
  const made = await cli.json<Summary>(['repo', 'backup', ...repo, '--compression', 'max', source])
  assert.ok(Number(made['data_added_packed']) > Number(made['data_added']))
  assert.equal((await cli.run('repo', 'init', '--repository-version', '3')).exitCode, 2)
})

test('the password comes from a command, by flag or environment', async () => {
  const { RESTIC_PASSWORD: password = '' } = cli.env
  delete cli.env['RESTIC_PASSWORD']
  writeFileSync(cli.at('password'), ` ${password}\n`)
  const command = `cat "${cli.at('password')}"`
  assert.equal((await cli.run('repo', 'snapshots', '--password-command', command)).exitCode, 0)
  cli.env['RESTIC_PASSWORD_COMMAND'] = command
  assert.equal((await cli.run('repo', 'snapshots')).exitCode, 0)
  cli.env['RESTIC_PASSWORD_COMMAND'] = 'exit 7'
  assert.equal((await cli.run('repo', 'snapshots', '-p', cli.at('password'))).exitCode, 0)
  const failed = await cli.run('repo', 'snapshots')
  assert.equal(failed.exitCode, 1)
  assert.match(failed.stderr, /ended with 7[^]*Run it by hand/)
  const both = await cli.run('repo', 'snapshots', '-p', 'x', '--password-command', 'x')
  assert.match(both.stderr, /name two passwords/)
  delete cli.env['RESTIC_PASSWORD_COMMAND']
  cli.env['RESTIC_PASSWORD'] = password
})

test('with --features the records are there, and a triage needs nothing more', async () => {
  const features = cli.at('features')
  await stored('--features', features, '--force', source)
  // The blobs were in the repository before: nobody saw them on their way.
  assert.equal(
    (await cli.json<{ versions: number }>(['detect', 'features', '--features', features])).versions > 0,
    true,
  )
  writeFileSync(cli.at('src', 'a/x.txt'), 'other words than before')
  await stored('--features', features, source)
  const { versions, bytesRead } = await cli.json<{ versions: number; bytesRead: number }>([
    'detect',
    'features',
    '--features',
    features,
  ])
  assert.deepEqual([versions, bytesRead], [0, 0])
  const { exitCode, stderr } = await cli.run('repo', 'backup', '--features', cli.at('src/a/x.txt'), source)
  assert.ok(exitCode !== 0 && stderr !== '', 'a file is no folder')
})
