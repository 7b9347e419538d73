import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { localStorage, lockRepository, openRepository } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic, resticWith } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const place = cli.env['RESTIC_REPOSITORY'] ?? ''

test('keys that we add, replace and remove are what stock restic finds', { skip }, async () => {
  restic(place, 'init')
  const file = cli.at('paper key')
  writeFileSync(file, '  paper \n')
  const add = ['repo', 'key', 'add', '--new-password-file', file, '--user', 'ops', '--host', 'safe']
  const { id } = await cli.json<{ id: string }>(add)
  assert.match(resticWith('paper', place, 'key', 'list'), new RegExp(`\\*${id.slice(0, 8)} +ops +safe `))

  const listed = await cli.json<{ id: string; current: boolean }[]>(['repo', 'key', 'list'])
  const theirs = listed.find(({ current }) => current)?.id ?? ''
  assert.match(restic(place, 'key', 'list'), new RegExp(`\\*${theirs.slice(0, 8)}`))

  const refused = await cli.run('repo', 'key', 'remove', theirs.slice(0, 8))
  assert.equal(refused.exitCode, 1)
  assert.match(refused.stderr, /opened with/)
  const previewed = await cli.run('repo', 'key', 'remove', id.slice(0, 8), '--dry-run')
  assert.match(previewed.stdout, /Would remove/)
  resticWith('paper', place, 'snapshots')
  await cli.json(['repo', 'key', 'remove', id.slice(0, 8)])
  assert.throws(() => resticWith('paper', place, 'snapshots'), /wrong password/)

  cli.env['RESTIC_NEW_PASSWORD'] = 'changed'
  await cli.json(['repo', 'key', 'passwd'])
  assert.throws(() => restic(place, 'snapshots'), /wrong password/)
  cli.env['RESTIC_PASSWORD'] = 'changed'
  cli.env['RESTIC_NEW_PASSWORD'] = password
  await cli.json(['repo', 'key', 'passwd'])
  cli.env['RESTIC_PASSWORD'] = password
  restic(place, 'snapshots')
  assert.equal(readdirSync(join(place, 'keys')).length, 1)
})

test('a new password never comes from the command line, and an empty one is refused', async () => {
  const argv = await cli.run('repo', 'key', 'add', '--new-password', 'x')
  assert.equal(argv.exitCode, 2)
  delete cli.env['RESTIC_NEW_PASSWORD']
  const { exitCode, stderr } = await cli.run('repo', 'key', 'add')
  assert.equal(exitCode, 1)
  assert.match(stderr, /No new password given/)
})

test('the lock of a working restic is honoured, and stale once restic was killed', { skip }, async () => {
  const child = spawn('restic', ['--no-cache', '-r', place, 'backup', '--stdin'], {
    env: { ...process.env, RESTIC_PASSWORD: password },
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  try {
    while (readdirSync(join(place, 'locks')).length === 0) await delay(20)
    const [id = ''] = (await cli.run('repo', 'list', 'locks')).stdout.trim().split('\n')
    assert.match(id, /^[0-9a-f]{64}$/)
    const repository = await openRepository(localStorage(place), { password })
    await assert.rejects(
      lockRepository(repository, { exclusive: true }),
      (error) => error instanceof Error && error.message.includes(`process ${child.pid}`),
    )
    assert.match((await cli.run('repo', 'unlock')).stdout, /^0 locks removed/)
  } finally {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
  assert.match((await cli.run('repo', 'unlock', '--dry-run')).stdout, /stale: .*\n1 lock would be/)
  assert.match((await cli.run('repo', 'unlock')).stdout, /1 lock removed/)
  assert.deepEqual(readdirSync(join(place, 'locks')), [])
})

test('our exclusive lock keeps stock restic out, and restic can clear it', { skip }, async () => {
  const repository = await openRepository(localStorage(place), { password })
  await using _lock = await lockRepository(repository, { exclusive: true })
  assert.throws(() => restic(place, 'backup', cli.folder), /locked exclusively/)
  restic(place, 'unlock')
  assert.equal(readdirSync(join(place, 'locks')).length, 1, 'our process is alive, and outlived the question')
  restic(place, 'unlock', '--remove-all')
  assert.equal(readdirSync(join(place, 'locks')).length, 0)
})

test(
  'a restore and a dump wait for nobody’s prune, and read without a lock on request',
  { skip },
  async () => {
    writeFileSync(cli.at('letter'), 'Dear Anna')
    restic(place, 'backup', cli.at('letter'))
    const repository = await openRepository(localStorage(place), { password })
    const target = cli.at('restored')
    {
      await using _prune = await lockRepository(repository, { exclusive: true })
      const refused = await cli.run('repo', 'restore', 'latest', '--target', target)
      assert.equal(refused.exitCode, 1)
      assert.match(refused.stderr, /Code: locked/)
      assert.equal((await cli.run('repo', 'dump', 'latest', cli.at('letter'))).exitCode, 1)
      const dumped = await cli.run('repo', 'dump', 'latest', cli.at('letter'), '--no-lock')
      assert.equal(dumped.stdout, 'Dear Anna')
    }
    assert.equal((await cli.run('repo', 'restore', 'latest', '--target', target)).exitCode, 0)
    assert.deepEqual(readdirSync(join(place, 'locks')), [])
  },
)
