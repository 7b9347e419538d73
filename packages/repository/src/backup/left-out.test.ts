import assert from 'node:assert/strict'
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:net'
import { once } from 'node:events'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import type { Repository } from '../repository.ts'
import { emptyRepository, refusal, temporaryFolder } from '../small-repository.fixture.ts'
import { walkTree } from '../walk-tree.ts'
import { backup, type BackupOptions } from './backup.ts'

interface Stored {
  readonly paths: readonly string[]
  readonly problems: readonly string[]
  readonly notices: readonly string[]
}

/** Backs a folder up as "/" and says which paths were stored. */
async function stored(
  repository: Repository,
  root: string,
  options: Partial<BackupOptions>,
): Promise<Stored> {
  const problems: string[] = []
  const notices: string[] = []
  const { snapshot } = await backup(repository, {
    paths: [root],
    asRoot: root,
    onProblem: ({ path }) => problems.push(path),
    onNotice: ({ path }) => notices.push(path),
    ...options,
  })
  assert.ok(snapshot)
  const paths = (await Array.fromAsync(walkTree(repository, snapshot.tree))).map(({ path }) => path)
  return { paths, problems, notices }
}

async function ground(t: TestContext, files: readonly string[]): Promise<[Repository, string]> {
  const root = temporaryFolder(t)
  for (const file of files) {
    mkdirSync(join(root, file, '..'), { recursive: true })
    writeFileSync(join(root, file), `content of ${file}`)
  }
  return [(await emptyRepository(t)).repository, root]
}

test('patterns with and without case, in their order', async (t) => {
  const [repository, root] = await ground(t, ['a/x.TMP', 'a/x.tmp', 'a/keep.tmp', 'B/y', 'c/z'])
  const options = { excludes: ['*.tmp', '!keep.tmp', '/c/*'], insensitiveExcludes: ['/b'] }
  const { paths } = await stored(repository, root, options)
  assert.deepEqual(paths, ['/a', '/a/keep.tmp', '/a/x.TMP', '/c'])
  const [snapshot] = await repository.listSnapshots()
  assert.deepEqual(snapshot?.excludes, options.excludes)
})

test('a named path is excluded like any other, and nothing left is no snapshot', async (t) => {
  const [repository, root] = await ground(t, ['a/x', 'b/x'])
  const paths = [join(root, 'a'), join(root, 'b')]
  assert.deepEqual((await stored(repository, root, { paths, excludes: ['/a'] })).paths, ['/b', '/b/x'])
  await assert.rejects(
    stored(repository, root, { paths, excludes: ['*'] }),
    refusal('invalid-argument', /Nothing is left/),
  )
  assert.equal((await repository.listSnapshots()).length, 1)
})

test('a mark leaves out everything beside it but itself; a wrong header marks nothing', async (t) => {
  const [repository, root] = await ground(t, [
    'marked/deep/file',
    'marked/file',
    'marked/.nobackup',
    'header/file',
    'other/file',
    'cache/file',
    'false-cache/file',
    'short/file',
  ])
  writeFileSync(join(root, 'header', 'TAG'), 'yes and more')
  writeFileSync(join(root, 'other', 'TAG'), 'no')
  writeFileSync(join(root, 'short', 'TAG'), 'y')
  writeFileSync(join(root, 'cache/CACHEDIR.TAG'), 'Signature: 8a477f597d28d172789f06886806bc55\n# more')
  symlinkSync('nowhere', join(root, 'false-cache/CACHEDIR.TAG'))
  const { paths, notices } = await stored(repository, root, {
    excludeIfPresent: ['.nobackup', 'TAG:yes'],
    excludeCaches: true,
  })
  assert.deepEqual(paths, [
    '/cache',
    '/cache/CACHEDIR.TAG',
    '/false-cache',
    '/false-cache/CACHEDIR.TAG',
    '/false-cache/file',
    '/header',
    '/header/TAG',
    '/marked',
    '/marked/.nobackup',
    '/other',
    '/other/TAG',
    '/other/file',
    '/short',
    '/short/TAG',
    '/short/file',
  ])
  assert.deepEqual(notices, ['/other/TAG', '/short/TAG'])
  for (const mark of ['', ':header', 'a/b'])
    await assert.rejects(
      stored(repository, root, { excludeIfPresent: [mark] }),
      refusal('invalid-argument', /marks a folder/),
    )
})

test('a pipe under the name of a mark does not wait for ever', async (t) => {
  const [repository, root] = await ground(t, ['a/file'])
  execFileSync('mkfifo', [join(root, 'a', 'TAG')])
  const { paths, notices } = await stored(repository, root, { excludeIfPresent: ['TAG:yes'] })
  assert.deepEqual(paths, ['/a', '/a/TAG', '/a/file'])
  assert.deepEqual(notices, ['/a/TAG'])
})

test('larger files are left out, a file of just that size is not', async (t) => {
  const [repository, root] = await ground(t, ['a', 'b', 'd/c'])
  truncateSync(join(root, 'b'), 101)
  truncateSync(join(root, 'd/c'), 100)
  const { paths } = await stored(repository, root, { excludeLargerThan: 100 })
  assert.deepEqual(paths, ['/a', '/d', '/d/c'])
})

test('another file system is left out, its mount point stays as an empty folder', async (t) => {
  const [repository, root] = await ground(t, ['a/file', 'a/mount/below'])
  const mount = join(root, 'a/mount')
  if (spawnSync('mount', ['-t', 'tmpfs', 'tmpfs', mount]).status !== 0) {
    t.skip('mounting needs root')
    return
  }
  try {
    mkdirSync(join(mount, 'deep'))
    for (const name of ['one', 'deep/two']) writeFileSync(join(mount, name), name)
    const all = ['/a', '/a/file', '/a/mount']
    assert.deepEqual((await stored(repository, root, { oneFileSystem: true })).paths, all)
    assert.equal((await stored(repository, root, {})).paths.length, 6)
    // Named itself, the other file system is at home.
    const paths = [join(root, 'a'), join(mount, 'deep')]
    assert.deepEqual((await stored(repository, root, { paths, oneFileSystem: true })).paths, [
      ...all,
      '/a/mount/deep',
      '/a/mount/deep/two',
    ])
  } finally {
    spawnSync('umount', [mount])
  }
})

test('a socket is named and not stored, what cannot be read is a problem', async (t) => {
  const [repository, root] = await ground(t, ['file'])
  const server = createServer().listen(join(root, 'socket'))
  await once(server, 'listening')
  t.after(() => server.close())
  const { paths, problems, notices } = await stored(repository, root, {})
  assert.deepEqual([paths, problems, notices], [['/file'], [], ['/socket']])
})

test('unchanged in spite of another inode or change time, and read in spite of everything', async (t) => {
  const [repository, root] = await ground(t, ['file'])
  const options = { paths: [root], asRoot: root }
  const unmodified = async (more: Partial<BackupOptions>): Promise<number> =>
    (await backup(repository, { ...options, ...more })).summary.filesUnmodified
  await unmodified({})
  const place = join(root, 'file')
  execFileSync('chmod', ['600', place])
  assert.equal(await unmodified({ dryRun: true }), 0)
  assert.equal(await unmodified({ dryRun: true, ignoreCtime: true }), 1)
  execFileSync('sh', ['-c', 'cp -p "$1" "$1.new" && mv "$1.new" "$1"', 'sh', place])
  assert.equal(await unmodified({ dryRun: true, ignoreCtime: true }), 0)
  assert.equal(await unmodified({ ignoreInode: true }), 1)
  assert.equal(await unmodified({}), 1)
  assert.equal(await unmodified({ force: true }), 0)
})

test('access times are stored on request only', async (t) => {
  const [repository, root] = await ground(t, ['file'])
  execFileSync('touch', ['-a', '-d', '2001-02-03T04:05:06.789Z', join(root, 'file')])
  for (const withAtime of [true, false]) {
    const { snapshot } = await backup(repository, { paths: [root], asRoot: root, withAtime })
    const [node] = await repository.readTree(snapshot?.tree as never)
    assert.equal(node?.atime === '2001-02-03T04:05:06.789Z', withAtime)
    if (!withAtime) assert.equal(node?.atime, node?.mtime)
  }
})
