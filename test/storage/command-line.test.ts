import assert from 'node:assert/strict'
import { mkdirSync, writeFileSync } from 'node:fs'
import { test } from 'node:test'

import { needProgram } from '../debian.ts'
import { repositoryCli } from '../interop/repository-cli.ts'
import { answering } from '../../packages/repository/src/storage/http/hostile-server.fixture.ts'
import { serveRestic } from './rclone.ts'

const skip = needProgram('rclone', 'rclone')

test('the command line opens a remote repository by variable, flag or file', { skip }, async (t) => {
  await using cli = repositoryCli('correct horse battery staple')
  mkdirSync(cli.at('served'))
  mkdirSync(cli.at('source'))
  writeFileSync(cli.at('source', 'a file'), 'content')
  const server = await serveRestic(cli.at('served'))
  t.after(() => server.stop())

  cli.env['RESTIC_REPOSITORY'] = `rest:${server.url}repo`
  assert.equal((await cli.run('repo', 'init')).exitCode, 0)
  assert.equal(
    (await cli.run('repo', 'backup', cli.at('source'), '--option', 'rest.connections=2')).exitCode,
    0,
  )

  cli.env['RESTIC_REPOSITORY'] = ''
  const typed = `rest:${server.url.replace('://', '://someone:geheim@')}repo`
  const warned = await cli.run('repo', 'snapshots', '--repo', typed)
  assert.equal(warned.exitCode, 0, warned.stderr)
  assert.match(warned.stderr, /Every process of this machine can read the password/)
  assert.doesNotMatch(warned.stdout + warned.stderr, /geheim/)

  writeFileSync(cli.at('location'), `${typed}\n`)
  const quiet = await cli.run('repo', 'check', '--repository-file', cli.at('location'))
  assert.equal(quiet.exitCode, 0, quiet.stderr)
  assert.doesNotMatch(quiet.stderr, /can read the password/)
})

test('what is wrong with a place is told with what to do, and never with the password', async (t) => {
  await using cli = repositoryCli('correct horse battery staple')
  const closed = await answering(t, (_, response) => response.writeHead(401).end('geheim?'))
  const locked = closed.url.replace('://', '://someone:geheim@')
  for (const [parameters, words] of [
    [['--repo', `rest:${locked}`], /does not accept the name or the password[\s\S]*Code: access-denied/],
    [['--repo', 'b2:bucket:path'], /"b2:"[\s\S]*rclone serve restic[\s\S]*Code: unsupported/],
    [['--repo', 'rest:geheim@host'], /no URL|neither with http[\s\S]*Code: invalid-argument/],
    [['--repo', '/x', '--option', 's3.secret=geheim'], /s3\.secret is not known/],
    [['--repo', '/x', '--repository-file', '/y'], /two repositories/],
    [['--repository-file', '/nowhere/location'], /cannot be read/],
  ] as const) {
    const { exitCode, stdout, stderr } = await cli.run('repo', 'snapshots', ...parameters)
    assert.notEqual(exitCode, 0)
    assert.match(stderr, words, parameters.join(' '))
    assert.match(stderr, /What to do: \S/)
    assert.doesNotMatch(stdout + stderr.replace('geheim?', ''), /geheim/)
  }
})
