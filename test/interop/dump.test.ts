import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { backup, initRepository, localStorage } from '@anlauf/repository'

import { needProgram } from '../debian.ts'
import { everyKindPicture, makeEveryKind, needEveryKind } from './every-kind.ts'
import { folderPicture } from './folder-picture.ts'
import { makeLinkToBytes, makeOddFiles } from './odd-files.ts'
import { repositoryCli } from './repository-cli.ts'
import { password, restic } from './stock-restic.ts'

const cli = repositoryCli(password)
after(() => cli[Symbol.asyncDispose]())
const folder = mkdtempSync(join(tmpdir(), 'anlauf-dump-'))
after(() => rmSync(folder, { recursive: true, force: true }))
const place = cli.env['RESTIC_REPOSITORY'] ?? ''
const repository = await initRepository(localStorage(place), { password, kdf: { N: 1024, r: 8, p: 1 } })

/** Dumps `/` of the latest snapshot into a file, which is fresh. */
async function dumped(name: string, ...flags: string[]): Promise<string> {
  const target = join(folder, name)
  const ran = await cli.run('repo', 'dump', '--target', target, ...flags, 'latest', '/')
  assert.equal(ran.exitCode, 0, ran.stderr)
  return target
}

/** Unpacks as root would: owners, access lists and attributes too. */
function untar(archive: string): string {
  const target = `${archive}.d`
  mkdirSync(target)
  const flags = [
    '--acls',
    '--xattrs',
    '--xattrs-include=*',
    '--same-owner',
    '--warning=no-timestamp',
    '-xpf',
    archive,
    '-C',
    target,
  ]
  const { stderr, status } = spawnSync('tar', flags, { encoding: 'utf8' })
  assert.deepEqual([status, stderr], [0, ''])
  return target
}

test('every kind of entry comes out of the tar archive', { skip: needEveryKind() }, async () => {
  const source = join(folder, 'kinds')
  makeEveryKind(source)
  await backup(repository, { paths: [source], asRoot: folder })
  const target = untar(await dumped('kinds.tar'))
  assert.deepEqual(everyKindPicture(join(target, 'kinds')), everyKindPicture(source))
})

test('odd names come out of the tar archive, and it lists without complaint', async () => {
  const source = join(folder, 'odd')
  makeOddFiles(source)
  makeLinkToBytes(source)
  const deep = join(source, ...Array.from({ length: 12 }, () => 'd'.repeat(100)))
  mkdirSync(deep, { recursive: true })
  writeFileSync(join(deep, 'file'), 'deep')
  symlinkSync('z'.repeat(3_000), join(deep, 'link'))
  await backup(repository, { paths: [source], asRoot: folder })
  const archive = await dumped('odd.tar')
  assert.deepEqual(folderPicture(join(untar(archive), 'odd')), folderPicture(source))
  const { stderr, status, stdout } = spawnSync('tar', ['tvf', archive], { encoding: 'utf8' })
  assert.deepEqual([status, stderr], [0, ''])
  assert.ok(stdout.split('\n').length > 40)
})

test(
  'the zip archive is sound, with names, modes and links',
  { skip: needProgram('unzip', 'unzip') },
  async () => {
    const source = join(folder, 'plain')
    mkdirSync(join(source, 'a/empty'), { recursive: true })
    writeFileSync(join(source, 'a/text'), 'text\n'.repeat(9_999), { mode: 0o640 })
    writeFileSync(join(source, 'a/zero'), '')
    writeFileSync(join(source, 'ümläut'), Buffer.alloc(6_000_000, 'abc'))
    symlinkSync('a/text', join(source, 'link'))
    await backup(repository, { paths: [source], asRoot: folder })
    const archive = await dumped('plain.zip', '-a', 'zip')
    assert.match(execFileSync('unzip', ['-t', archive], { encoding: 'utf8' }), /No errors detected/)
    const target = join(folder, 'unzipped')
    execFileSync('unzip', ['-q', archive, '-d', target], { env: { ...process.env, LC_ALL: 'C.UTF-8' } })
    // zip has seconds, and unzip gives links the time at which it makes them.
    const coarse = (lines: string[]): string[] =>
      lines.map((line) => line.replace(/(\d{10})\d{9}/, line.startsWith('link') ? 'now' : '$1'))
    assert.deepEqual(coarse(folderPicture(join(target, 'plain'))), coarse(folderPicture(source)))
    assert.ok(statSync(archive).size < 200_000)
  },
)

test(
  'what goes to stdout is what stock restic writes there',
  { skip: needProgram('restic', 'restic') },
  async () => {
    const source = join(folder, 'plain')
    const path = '/plain/a/text'
    const { bytes, exitCode, stderr } = await cli.run('repo', 'dump', 'latest', path)
    assert.deepEqual([exitCode, stderr], [0, ''])
    assert.ok(bytes.equals(readFileSync(join(source, 'a/text'))))
    assert.equal(bytes.toString(), restic(place, 'dump', 'latest', path))
    for (const what of [
      ['latest', '/plain/a'],
      ['latest:/plain', 'a'],
      ['latest', '/'],
    ]) {
      const ours = await cli.run('repo', 'dump', ...what)
      const names = execFileSync('tar', ['t'], { input: ours.bytes, encoding: 'utf8' })
      const theirs = what[0]?.includes(':') ? undefined : restic(place, 'dump', '-a', 'tar', ...what)
      if (theirs !== undefined)
        assert.equal(names, execFileSync('tar', ['t'], { input: theirs, encoding: 'utf8' }))
      else assert.equal(names, 'a/empty/\na/text\na/zero\n')
    }
    for (const [args, message] of [
      [['latest', '/plain/link'], /is a symlink, it has no content/],
      [['latest', '/plain/none'], /has no plain\/none/],
      [['latest', '/plain/a', '-t', join(source, 'a/text')], /cannot be written/],
    ] as const) {
      const refused = await cli.run('repo', 'dump', ...args)
      assert.equal(refused.exitCode, 1)
      assert.match(refused.stderr, message)
    }
    assert.ok(existsSync(join(source, 'a/text')) && statSync(join(source, 'a/text')).size > 9_999)
  },
)
