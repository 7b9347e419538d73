import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'

import { backup, check, localStorage, openRepository, RepositoryError } from '@anlauf/repository'

import { folderPicture } from './folder-picture.ts'
import { repositoryCli } from './repository-cli.ts'

const password = 'p'
const cli = repositoryCli(password)
const disk = cli.at('disk')
const repo = join(disk, 'repository')
const source = cli.at('source')
cli.env['RESTIC_REPOSITORY'] = repo
mkdirSync(disk)
mkdirSync(source)
const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64m', 'tmpfs', disk])
const skip = mounted.status === 0 ? false : 'a disk of its own needs root: mount -t tmpfs failed'
after(async () => {
  // Packs read a moment ago stay open for a second.
  if (skip === false) spawnSync('umount', ['--lazy', disk])
  await cli[Symbol.asyncDispose]()
})

/** Waits until no file is open for writing; a real disk that fails does not ask either. */
async function remount(how: 'ro' | 'rw'): Promise<void> {
  while (spawnSync('mount', ['-o', `remount,${how}`, disk]).status !== 0) await delay(10)
}

async function run(...args: string[]) {
  return cli.run('repo', ...args)
}

/** The command ends with 1, its code and a hint, and the repository is what it was. */
async function refused(args: readonly string[], code = 'write-failed'): Promise<void> {
  const picture = folderPicture(repo)
  const { exitCode, stderr } = await run(...args)
  assert.equal(exitCode, 1, `${args.join(' ')}: ${stderr}`)
  assert.match(stderr, new RegExp(`^Code: ${code}$`, 'm'), args.join(' '))
  assert.match(stderr, /read-only/, args.join(' '))
  assert.doesNotMatch(stderr, /\n +at /, 'no stack: this is no fault of ours')
  assert.deepEqual(folderPicture(repo), picture, args.join(' '))
}

before(async () => {
  if (skip !== false) return
  assert.equal((await run('init')).exitCode, 0)
  for (const round of [1, 2, 3]) {
    writeFileSync(join(source, `file ${round}`), randomBytes(300_000))
    assert.equal((await run('backup', source)).exitCode, 0)
  }
})

test(
  'a repository on a read-only disk: whatever would write says so and changes nothing',
  { skip },
  async () => {
    await remount('ro')
    try {
      for (const args of [
        ['backup', source],
        ['forget', '--keep-last', '1'],
        ['forget', '--keep-last', '1', '--prune'],
        ['prune'],
        ['tag', '--add', 'x', 'latest'],
        ['key', 'add'],
      ]) {
        cli.env['RESTIC_NEW_PASSWORD'] = 'another'
        await refused(args)
      }
      await refused(['init', '--repo', join(disk, 'new')])
      assert.ok(!existsSync(join(disk, 'new')))
    } finally {
      await remount('rw')
    }
  },
)

test('a repository on a read-only disk: whatever only reads works', { skip }, async () => {
  await remount('ro')
  try {
    const target = cli.at('restored')
    for (const args of [
      ['snapshots'],
      ['ls', 'latest'],
      ['restore', 'latest', '--target', target],
      ['dump', 'latest', '/', '--target', cli.at('dumped.tar')],
      ['find', 'file*'],
      ['diff', 'latest', 'latest'],
      ['stats'],
      ['check', '--readData'],
      ['forget', '--keep-last', '1', '--dry-run'],
      ['forget', '--keep-last', '1', '--prune', '--dry-run'],
      ['prune', '--dry-run'],
      ['list', 'snapshots'],
      ['key', 'list'],
      ['unlock'],
    ]) {
      const { exitCode, stderr } = await run(...args)
      assert.equal(exitCode, 0, `${args.join(' ')}: ${stderr}`)
    }
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
    const copy = cli.at('copy')
    assert.equal((await run('init', '--repo', copy)).exitCode, 0)
    cli.env['RESTIC_FROM_REPOSITORY'] = repo
    cli.env['RESTIC_FROM_PASSWORD'] = password
    const { exitCode, stderr } = await run('copy', '--repo', copy)
    assert.equal(exitCode, 0, stderr)
  } finally {
    await remount('rw')
  }
})

test(
  'a restore onto a read-only disk says so and completes once the disk takes writes',
  { skip },
  async () => {
    const elsewhere = cli.at('elsewhere')
    await run('init', '--repo', elsewhere)
    await run('backup', source, '--repo', elsewhere)
    const target = join(disk, 'target')
    mkdirSync(target)
    const restore = ['restore', 'latest', '--target', target, '--repo', elsewhere]
    await remount('ro')
    try {
      await refused(restore)
      assert.deepEqual(readdirSync(target), [])
    } finally {
      await remount('rw')
    }
    assert.equal((await run(...restore)).exitCode, 0)
    assert.deepEqual(folderPicture(join(target, source)), folderPicture(source))
    rmSync(target, { recursive: true })
  },
)

test(
  'a disk that becomes read-only in the middle of a backup: nothing is lost, the next one completes',
  { skip },
  async () => {
    const large = cli.at('large')
    mkdirSync(large)
    for (let at = 0; at < 12; at += 1) writeFileSync(join(large, `file ${at}`), randomBytes(1_500_000))
    const repository = await openRepository(localStorage(repo), { password })
    const before = (await repository.listSnapshots()).length
    let turning: Promise<void> | undefined
    try {
      await assert.rejects(
        backup(repository, {
          paths: [large],
          onProgress: ({ bytesDone }) => {
            if (bytesDone > 4_000_000) turning ??= remount('ro')
          },
        }),
        (error) =>
          error instanceof RepositoryError && error.code === 'write-failed' && error.retry === 'later',
      )
    } finally {
      await turning
      await remount('rw')
    }
    const errors = async () =>
      (
        await check(await openRepository(localStorage(repo), { password }), { readData: true })
      ).findings.filter(({ severity }) => severity === 'error')
    assert.deepEqual(await errors(), [])
    assert.equal((await repository.listSnapshots()).length, before)
    // The lock that could not be taken back is that of this living process.
    await run('unlock', '--remove-all')
    assert.ok((await backup(repository, { paths: [large] })).snapshot)
    assert.deepEqual(await errors(), [])
  },
)
