import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { needProgram } from '../debian.ts'
import { folderPicture } from './folder-picture.ts'
import { makeOddFiles } from './odd-files.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic } from './stock-restic.ts'

const skip = needProgram('restic', 'restic')
const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const source = cli.at('source')
const main = fileURLToPath(new URL('../../packages/platform/src/main.ts', import.meta.url))

before(async () => {
  mkdirSync(source)
  makeOddFiles(join(source, 'odd'))
  await cli.run('repo', 'init')
  for (const night of [1, 2, 3]) {
    for (let i = 0; i < 8; i += 1) writeFileSync(join(source, `night ${night}, ${i}`), randomBytes(2_000_000))
    assert.equal((await cli.run('repo', 'backup', source, '--host', 'files1')).exitCode, 0)
  }
})

/** Unpacks volumes with tar alone, in the order of a heap. */
function unpack(volumes: string, into: string): void {
  mkdirSync(into)
  for (const name of readdirSync(volumes).toReversed()) {
    const tar = spawnSync('tar', ['-x', '-b', '512', '-f', join(volumes, name), '-C', into])
    assert.equal(tar.status, 0, String(tar.stderr))
  }
}

test('a set is written, tested, put away, and restored with stock tools only', { skip }, async () => {
  const volumes = cli.at('volumes')
  mkdirSync(volumes)
  const plan = await cli.json<{ dry_run: boolean; volumes: unknown[] }>([
    'media',
    'write',
    '--to',
    volumes,
    '--volume-size',
    '25MB',
    '--dry-run',
  ])
  assert.equal(readdirSync(volumes).length, 0)
  const written = await cli.json<{ volumes: unknown[]; written: number[]; left: number }>([
    'media',
    'write',
    '--to',
    volumes,
    '--volume-size',
    '25MB',
    '--name',
    'offsite',
  ])
  assert.equal(written.left, 0)
  assert.equal(written.volumes.length, plan.volumes.length)
  assert.ok(written.written.length >= 2)

  const verified = await cli.json<{ whole: boolean }[]>(['media', 'verify', volumes])
  assert.ok(verified.every(({ whole }) => whole))
  await cli.run('media', 'place', 'offsite', '1', '--at', 'safe 2, house B', '--by', 'Anna Nord')
  const { sets } = await cli.json<{
    sets: { volumes: { tests: { ok: boolean }[]; custody: { place: string }[] }[] }[]
  }>(['media', 'list'])
  assert.equal(sets[0]?.volumes[0]?.custody[0]?.place, 'safe 2, house B')
  assert.deepEqual(
    sets[0]?.volumes.map(({ tests }) => tests.length),
    written.written.map(() => 1),
  )

  unpack(volumes, cli.at('unpacked'))
  assert.match(restic(cli.at('unpacked'), 'check', '--read-data'), /no errors were found/)
  restic(cli.at('unpacked'), 'restore', 'latest', '--target', cli.at('restored'))
  assert.deepEqual(folderPicture(cli.at('restored', source)), folderPicture(source))
})

test(
  'one look at the first volume tells which volumes a snapshot needs; each is read once',
  { skip },
  async () => {
    const volumes = cli.at('volumes')
    const [first = ''] = readdirSync(volumes).toSorted()
    await cli.json(['media', 'read', join(volumes, first), '--into', cli.at('look'), '--metadata-only'])
    const { needed } = await cli.json<{ needed: { volume: number }[] }>([
      'media',
      'list',
      '--set',
      'offsite',
      '--for',
      'latest',
      '--repo',
      cli.at('look'),
    ])
    assert.ok(needed.length >= 1)
    const names = needed.map(({ volume }) => join(volumes, `offsite-${String(volume).padStart(4, '0')}.tar`))
    await cli.json(['media', 'read', ...names, '--into', cli.at('look'), '--for', 'latest'])
    const target = cli.at('from the look')
    const restored = await cli.run('repo', 'restore', 'latest', '--repo', cli.at('look'), '--target', target)
    assert.equal(restored.exitCode, 0, restored.stderr)
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
  },
)

test(
  'with one volume missing the rest is restored, and what is missing is said file by file',
  { skip },
  async () => {
    const volumes = cli.at('volumes')
    const [, ...others] = readdirSync(volumes).toSorted()
    const read = await cli.json<{
      not_read: { volumes: number[] }[]
      missing_packs: string[]
      losses: { snapshot: string; files: { path: string }[] }[]
    }>(['media', 'read', ...others.map((name) => join(volumes, name)), '--into', cli.at('partial')], 1)
    assert.deepEqual(read.not_read[0]?.volumes, [1])
    assert.ok(read.missing_packs.length > 0)
    const lost = new Set(read.losses.at(-1)?.files.map(({ path }) => path))
    const target = cli.at('partly restored')
    const restored = await cli.run(
      'repo',
      'restore',
      'latest',
      '--repo',
      cli.at('partial'),
      '--target',
      target,
    )
    assert.equal(restored.exitCode, 1)
    // Without the number that tells which names are one file: a lost name changes the count.
    const filesIn = (folder: string): string[] =>
      folderPicture(folder)
        .filter((line) => line.startsWith('file'))
        .map((line) => line.slice(0, line.lastIndexOf(' ')))
    const there = new Set(filesIn(join(target, source)))
    const absent = filesIn(source).filter((line) => !there.has(line))
    assert.equal(absent.length, lost.size)
    for (const line of absent) {
      const path = source + Buffer.from(line.split(' ')[1] ?? '', 'hex').toString()
      // Odd names are shown escaped.
      assert.ok(!/^[\w ,/-]+$/.test(path) || lost.has(path), path)
    }
  },
)

test('killed at any moment, every finished volume is whole and the set completes', { skip }, async () => {
  const volumes = cli.at('killed')
  mkdirSync(volumes)
  const env = { ...process.env, ...cli.env, ANLAUF_HOME: cli.at('killed home') }
  const begin = ['media', 'write', '--to', volumes, '--volume-size', '25MB', '--name', 'killed']
  const goOn = ['media', 'write', '--to', volumes, '--set', 'killed']
  const run = (args: readonly string[]) => spawn(process.execPath, [main, ...args], { env, stdio: 'ignore' })
  let args: readonly string[] = begin
  for (let moment = 0; moment < 6; moment += 1) {
    const child = run(args)
    await delay(350 + moment * 120)
    child.kill('SIGKILL')
    if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    const sealed = readdirSync(volumes).filter((name) => name.endsWith('.tar'))
    if (sealed.length > 0) await cli.json(['media', 'verify', ...sealed.map((name) => join(volumes, name))])
    const known = spawnSync(process.execPath, [main, 'media', 'list', '--json'], { env, encoding: 'utf8' })
    args = (JSON.parse(known.stdout) as { sets: unknown[] }).sets.length > 0 ? goOn : begin
  }
  const [code] = (await once(run(args), 'exit')) as [number]
  assert.equal(code, 0)
  assert.ok(readdirSync(volumes).every((name) => name.endsWith('.tar')))
  unpack(volumes, cli.at('after kills'))
  restic(cli.env['RESTIC_REPOSITORY'] ?? '', 'unlock', '--remove-all')
  assert.match(restic(cli.at('after kills'), 'check', '--read-data'), /no errors were found/)
})

test('a pipe takes one volume after the other, as a tape drive does', { skip }, async () => {
  const pipe = cli.at('drive')
  assert.equal(spawnSync('mkfifo', [pipe]).status, 0)
  const tapes = cli.at('tapes')
  mkdirSync(tapes)
  let left = 1
  for (let tape = 1; left > 0; tape += 1) {
    const args = tape === 1 ? ['--volume-size', '25MB', '--name', 'tape'] : ['--set', 'tape']
    // What a drive does: takes blocks of the size it was set to, and nothing else.
    const dd = spawn(
      'dd',
      [`if=${pipe}`, `of=${join(tapes, `tape-000${tape}.tar`)}`, 'bs=262144', 'iflag=fullblock'],
      {
        stdio: 'ignore',
      },
    )
    const ended = once(dd, 'exit')
    try {
      ;({ left } = await cli.json<{ left: number }>(['media', 'write', '--to', pipe, ...args]))
      assert.deepEqual(await ended, [0, null])
    } finally {
      dd.kill()
    }
  }
  rmSync(pipe)
  const verified = await cli.json<{ whole: boolean }[]>(['media', 'verify', tapes])
  assert.ok(verified.length >= 2 && verified.every(({ whole }) => whole))
})
