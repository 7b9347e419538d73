import assert from 'node:assert/strict'
import { execFileSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  closeSync,
  existsSync,
  linkSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import fc from 'fast-check'

import { backup } from '../backup/index.ts'
import { posixCalls } from '../posix/index.ts'
import type { Repository } from '../repository.ts'
import { emptyRepository, forge, nodeNamed, refusal, temporaryFolder } from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { modeBits, type Node } from '../tree/index.ts'
import { restore } from './restore.ts'
import { writeSparsely } from './write-at.ts'

const needsRoot = process.getuid?.() === 0 ? false : 'only root may make devices and give files away'

interface Ground {
  readonly repository: Repository
  readonly snapshot: Snapshot
  readonly target: string
}

/** A snapshot that a client wrote node by node. */
async function forged(
  t: TestContext,
  nodes: (client: ReturnType<typeof forge>) => Promise<Node[]>,
): Promise<Ground> {
  const { repository } = await emptyRepository(t)
  const client = forge(repository)
  const snapshot = await client.snapshot(await client.tree(await nodes(client)))
  return { repository, snapshot, target: join(temporaryFolder(t), 'target') }
}

/** A snapshot of a real folder. */
async function taken(t: TestContext, make: (root: string) => void): Promise<Ground & { root: string }> {
  const root = temporaryFolder(t)
  make(root)
  const { repository } = await emptyRepository(t)
  const { snapshot, problems } = await backup(repository, { paths: [root], asRoot: root })
  assert.equal(problems, 0)
  assert.ok(snapshot)
  return { repository, snapshot, root, target: join(temporaryFolder(t), 'target') }
}

test('pipes come back; devices only when asked for, with their numbers', { skip: needsRoot }, async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    execFileSync('mkfifo', ['-m', '640', join(root, 'pipe')])
    execFileSync('mknod', ['-m', '622', join(root, 'block'), 'b', '7', '299'])
    execFileSync('mknod', [join(root, 'char'), 'c', '260', '70000'])
    execFileSync('chown', ['12:34', join(root, 'pipe'), join(root, 'char')])
    for (const name of ['pipe', 'block', 'char'])
      posixCalls.setTimes(Buffer.from(join(root, name)), 1n, 1_700_000_000_123_456_789n)
  })
  const first = await restore(repository, snapshot, { target })
  assert.deepEqual(readdirSync(target), ['pipe'])
  assert.deepEqual(
    first.problems.map(({ path, code }) => [path, code]),
    [
      ['/block', 'unsupported'],
      ['/char', 'unsupported'],
    ],
  )
  const again = await restore(repository, snapshot, { target, devices: true })
  assert.deepEqual(again.problems, [])
  const seen = readdirSync(target).map((name) => {
    const { mode, uid, gid, rdev, mtimeNs } = lstatSync(join(target, name), { bigint: true })
    assert.equal(mtimeNs, 1_700_000_000_123_456_789n, name)
    return `${name} ${mode.toString(8)} ${uid}:${gid} ${rdev.toString(16)}`
  })
  // major 7, minor 299 and major 260, minor 70000, as glibc packs them.
  assert.deepEqual(seen, ['block 60622 0:0 10072b', 'char 20644 12:34 11110470', 'pipe 10640 12:34 0'])
})

test('names of one pipe, one link, one file stay names of one thing', async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    mkdirSync(join(root, 'd'))
    execFileSync('mkfifo', [join(root, 'pipe')])
    execFileSync('ln', ['-s', 'nowhere', join(root, 'link')])
    writeFileSync(join(root, 'file'), 'content')
    for (const name of ['pipe', 'link', 'file']) linkSync(join(root, name), join(root, 'd', name))
  })
  for (let round = 0; round < 2; round += 1) {
    const { problems } = await restore(repository, snapshot, { target })
    assert.deepEqual(problems, [])
    for (const name of ['pipe', 'link', 'file']) {
      const [one, other] = [lstatSync(join(target, name)), lstatSync(join(target, 'd', name))]
      assert.deepEqual([one.ino, one.nlink], [other.ino, 2], name)
    }
  }
  assert.equal(readlinkSync(join(target, 'd', 'link')), 'nowhere')
})

test('blocks of zeros become holes, everything else stays', async (t) => {
  const end = randomBytes(5_000)
  const { repository, snapshot, target, root } = await taken(t, (root) => {
    writeFileSync(join(root, 'sparse'), 'start')
    truncateSync(join(root, 'sparse'), 30_000_000)
    writeFileSync(join(root, 'small'), Buffer.concat([Buffer.alloc(100_000), end]))
    writeFileSync(join(root, 'zeros'), Buffer.alloc(300_000))
    writeFileSync(join(root, 'odd'), Buffer.concat([end, Buffer.alloc(9_999), end, Buffer.alloc(20_001)]))
  })
  await restore(repository, snapshot, { target, sparse: true, verify: true })
  const sizes = (folder: string): number[] =>
    readdirSync(folder).map((name) => statSync(join(folder, name)).blocks * 512)
  for (const name of readdirSync(root))
    assert.ok(readFileSync(join(target, name)).equals(readFileSync(join(root, name))), name)
  const full = join(target, '..', 'full')
  await restore(repository, snapshot, { target: full })
  assert.ok(
    sizes(target).every((size, at) => size < (sizes(full)[at] ?? 0)),
    `${sizes(target).join()} ${sizes(full).join()}`,
  )
})

test('sparse writing is writing: any runs, any places', (t) => {
  const place = join(temporaryFolder(t), 'file')
  const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom(0, 0, 7)), {
    maxLength: 8,
  })
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 9_000 }), runs, (offset, lengths) => {
      const bytes = Buffer.concat(lengths.map(([length, byte]) => Buffer.alloc(length, byte)))
      const handle = openSync(place, 'w')
      writeSparsely(handle, bytes, offset)
      closeSync(handle)
      truncateSync(place, offset + bytes.length)
      assert.ok(readFileSync(place).equals(Buffer.concat([Buffer.alloc(offset), bytes])))
    }),
  )
})

test(
  'an owner number that means "leave it" does not make a program of ours',
  { skip: needsRoot },
  async (t) => {
    const { repository, snapshot, target } = await forged(t, async (client) => [
      { ...(await client.file('uid', 'x')), uid: 0xffff_ffff, mode: modeBits.setuid + 0o755 },
      { ...(await client.file('gid', 'x')), gid: 0xffff_ffff, mode: modeBits.setgid + 0o755 },
    ])
    const { problems } = await restore(repository, snapshot, { target })
    assert.deepEqual(problems.map(({ path }) => path).sort(), ['/gid', '/uid'])
    for (const name of ['uid', 'gid']) assert.equal(lstatSync(join(target, name)).mode & 0o7777, 0o755)
  },
)

test('patterns: included, excluded, without case; directories only where something is in them', async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    for (const file of ['a/x.txt', 'a/b/y.TXT', 'a/b/z', 'c/deep/w', 'c/x.txt']) {
      mkdirSync(join(root, file, '..'), { recursive: true, mode: 0o750 })
      writeFileSync(join(root, file), file)
    }
    utimesSync(join(root, 'a'), 1, 1)
  })
  let number = 0
  const restored = async (options: object): Promise<string[]> => {
    const place = `${target}${(number += 1)}`
    const { problems } = await restore(repository, snapshot, { target: place, ...options })
    assert.deepEqual(problems, [])
    return (readdirSync(place, { recursive: true }) as string[]).sort()
  }
  assert.deepEqual(await restored({ include: ['*.txt'] }), ['a', 'a/x.txt', 'c', 'c/x.txt'])
  assert.deepEqual(lstatSync(`${target}${number}/a`).mtimeMs, 1_000)
  assert.equal(lstatSync(`${target}${number}/a`).mode & 0o777, 0o750)
  assert.deepEqual(await restored({ insensitiveInclude: ['*.txt'], exclude: ['/c'] }), [
    'a',
    'a/b',
    'a/b/y.TXT',
    'a/x.txt',
  ])
  assert.deepEqual(await restored({ exclude: ['b', 'deep'] }), ['a', 'a/x.txt', 'c', 'c/x.txt'])
  assert.deepEqual(await restored({ insensitiveExclude: ['*.TXT', 'C'] }), ['a', 'a/b', 'a/b/z'])
  assert.deepEqual(await restored({ include: ['/a/**/z'] }), ['a', 'a/b', 'a/b/z'])
  assert.deepEqual(await restored({ subfolder: '/a/b' }), ['y.TXT', 'z'])
  assert.deepEqual(await restored({ subfolder: '/a', include: ['/b/z'] }), ['b', 'b/z'])
  for (const subfolder of ['/none', '/a/x.txt', '/a/x.txt/y'])
    await assert.rejects(restored({ subfolder }), refusal('invalid-argument'))
})

test('a parent that exists is not ours to change, one that was made is', async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    mkdirSync(join(root, 'etc/app'), { recursive: true, mode: 0o700 })
    writeFileSync(join(root, 'etc/app/file'), 'content')
  })
  mkdirSync(join(target, 'etc'), { recursive: true })
  execFileSync('chmod', ['755', join(target, 'etc')])
  await restore(repository, snapshot, { target, include: ['/etc/app/file'] })
  assert.equal(lstatSync(join(target, 'etc')).mode & 0o777, 0o755)
  assert.equal(lstatSync(join(target, 'etc/app')).mode & 0o777, 0o700)
})

test('what exists is kept or replaced as asked', async (t) => {
  const time = new Date('2026-01-02T03:04:05Z')
  const { repository, snapshot, target } = await taken(t, (root) => {
    mkdirSync(join(root, 'd'), { mode: 0o700 })
    for (const name of ['changed', 'older', 'newer', 'd/same']) {
      writeFileSync(join(root, name), 'snapshot')
      utimesSync(join(root, name), time, time)
    }
  })
  const there = (name: string, content: string, seconds: number): void => {
    writeFileSync(join(target, name), content)
    const at = new Date(time.getTime() + seconds * 1000)
    utimesSync(join(target, name), at, at)
  }
  const after = async (overwrite: 'always' | 'if-changed' | 'if-newer' | 'never'): Promise<string> => {
    execFileSync('rm', ['-rf', target])
    mkdirSync(join(target, 'd'), { recursive: true })
    execFileSync('chmod', ['755', join(target, 'd')])
    there('changed', 'tampered', 0)
    there('older', 'x', -1)
    there('newer', 'x', 1)
    const result = await restore(repository, snapshot, { target, overwrite })
    assert.deepEqual(result.problems, [])
    assert.ok(existsSync(join(target, 'd/same')))
    const mode = (lstatSync(join(target, 'd')).mode & 0o777).toString(8)
    const contents = ['changed', 'older', 'newer'].map((name) => readFileSync(join(target, name), 'utf8'))
    return [...contents, mode, result.skippedFiles].join(' ')
  }
  assert.equal(await after('always'), 'snapshot snapshot snapshot 700 0')
  assert.equal(await after('if-changed'), 'tampered snapshot snapshot 700 1')
  assert.equal(await after('if-newer'), 'tampered snapshot x 700 2')
  assert.equal(await after('never'), 'tampered x x 755 3')
})

test('verification reads what is there now', async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    for (const name of ['a', 'b', 'c']) writeFileSync(join(root, name), `content of ${name}`)
  })
  const good = await restore(repository, snapshot, { target, verify: true })
  assert.deepEqual([good.verifiedFiles, good.problems], [3, []])
  writeFileSync(join(target, 'b'), 'tampered with')
  const kept = await restore(repository, snapshot, { target, verify: true, overwrite: 'never' })
  assert.equal(kept.verifiedFiles, 2)
  assert.deepEqual(
    kept.problems.map(({ path, code }) => [path, code]),
    [['/b', 'damaged']],
  )
})

test('attributes are exactly those of the snapshot', async (t) => {
  const value = Buffer.from([0, 255, 10])
  let isSupported = true
  const { repository, snapshot, target } = await taken(t, (root) => {
    writeFileSync(join(root, 'file'), 'content')
    mkdirSync(join(root, 'd'))
    try {
      for (const name of ['file', 'd'])
        posixCalls.setXattr(Buffer.from(join(root, name)), 'user.anlauf', value)
    } catch {
      isSupported = false
    }
  })
  if (!isSupported) {
    t.skip('this file system keeps no user attributes')
    return
  }
  await restore(repository, snapshot, { target })
  for (const name of ['file', 'd']) posixCalls.setXattr(Buffer.from(join(target, name)), 'user.other', value)
  await restore(repository, snapshot, { target })
  for (const name of ['file', 'd']) {
    const found = posixCalls.listXattrs(Buffer.from(join(target, name)))
    assert.deepEqual(
      found.filter(({ name }) => name.startsWith('user.')),
      [{ name: 'user.anlauf', value }],
    )
  }
})

test('a path longer than the system takes is backed up and restored', async (t) => {
  const name = 'n'.repeat(250)
  const { repository, snapshot, target } = await taken(t, (root) => {
    // A shell goes down one folder at a time: no path in it is ever long.
    const script = `set -e; cd "$1"; for i in $(seq 40); do mkdir -m 750 "$2"; cd -P "$2"; done
      echo deep > file; ln -s x link; mkfifo pipe; ln file other; touch -d 2001-01-01T00:00:00.123456789Z . file`
    execFileSync('sh', ['-c', script, 'sh', root, name])
  })
  for (let round = 0; round < 2; round += 1) {
    const { problems, files } = await restore(repository, snapshot, { target, verify: true })
    assert.deepEqual(problems, [])
    assert.equal(files > 0, true)
  }
  const script = `set -e; cd "$1"; for i in $(seq 40); do cd -P "$2"; done
    cat file; readlink link; stat -c '%h %F' file pipe; stat -c '%a %y' . file`
  const seen = execFileSync('sh', ['-c', script, 'sh', target, name], {
    encoding: 'utf8',
    env: { ...process.env, TZ: 'UTC' },
  })
  assert.deepEqual(seen.trim().split('\n'), [
    'deep',
    'x',
    '2 regular file',
    '1 fifo',
    '750 2001-01-01 00:00:00.123456789 +0000',
    '644 2001-01-01 00:00:00.123456789 +0000',
  ])
})

test('a node of unknown kind or a socket is named, the rest comes back', async (t) => {
  const { repository, snapshot, target } = await forged(t, async (client) => [
    await client.file('file', 'content'),
    nodeNamed('odd', 'irregular'),
    nodeNamed('socket', 'socket'),
  ])
  const { problems } = await restore(repository, snapshot, { target })
  assert.deepEqual(
    problems.map(({ path }) => path),
    ['/odd', '/socket'],
  )
  assert.deepEqual(readdirSync(target), ['file'])
})

/** `user:1234:rwx` beside the usual three, as the kernel keeps it (`linux/posix_acl_xattr.h`). */
const accessList = Buffer.from(
  '02000000' +
    '01000700ffffffff' +
    '02000700d2040000' +
    '04000500ffffffff' +
    '10000700ffffffff20000500ffffffff',
  'hex',
)

test('an access list that the target hands down reaches nothing that is restored', async (t) => {
  const { repository, snapshot, target } = await taken(t, (root) => {
    mkdirSync(join(root, 'd', 'deeper'), { recursive: true })
    for (const name of ['file', 'd/file', 'd/deeper/file', 'd/deeper/empty'])
      writeFileSync(join(root, name), name.endsWith('file') ? `content of ${name}` : '')
  })
  mkdirSync(target)
  try {
    posixCalls.setXattr(Buffer.from(target), 'system.posix_acl_default', accessList)
  } catch {
    t.skip('this file system keeps no access lists')
    return
  }
  const result = await restore(repository, snapshot, { target })
  assert.deepEqual(result.problems, [])
  for (const name of ['file', 'd', 'd/file', 'd/deeper', 'd/deeper/file', 'd/deeper/empty']) {
    const found = posixCalls.listXattrs(Buffer.from(join(target, name))).map((one) => one.name)
    assert.deepEqual(
      found.filter((one) => one.startsWith('system.posix_acl_')),
      [],
      name,
    )
  }
})
