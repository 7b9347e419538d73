import assert from 'node:assert/strict'
import {
  closeSync,
  constants as files,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { openLibc } from './libc.ts'
import { libcCalls } from './libc-calls.ts'
import { longPaths } from './long-paths.ts'
import { programCalls } from './program-calls.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-posix-'))
after(() => rmSync(folder, { recursive: true }))

const libc = openLibc()
assert.ok(libc, 'the pinned Node opens libc')
const calls = libcCalls(libc)

test('times are exact to the nanosecond, before 1970 and on links too', () => {
  const file = join(folder, 'file')
  const link = join(folder, 'link')
  writeFileSync(file, '')
  symlinkSync('file', link)
  const nanoseconds = fc.bigInt(-2_000_000_000_999_999_999n, 15_000_000_000_999_999_999n)
  fc.assert(
    fc.property(nanoseconds, nanoseconds, fc.constantFrom(file, link), (atime, mtime, path) => {
      calls.setTimes(Buffer.from(path), atime, mtime)
      const stat = lstatSync(path, { bigint: true })
      assert.equal(stat.mtimeNs, mtime)
      assert.equal(stat.atimeNs, atime)
    }),
  )
})

test('both implementations agree on times', () => {
  const file = join(folder, 'both')
  writeFileSync(file, '')
  programCalls().setTimes(Buffer.from(file), 7n, 1_700_000_000_123_456_789n)
  assert.equal(lstatSync(file, { bigint: true }).mtimeNs, 1_700_000_000_123_456_789n)
  assert.equal(lstatSync(file, { bigint: true }).atimeNs, 7n)
})

/** As Linux before 6.10 answers programs without privileges. */
const cautious = libcCalls({
  ...libc,
  linkat: (...values) => (values[4] === 0x1000 ? -1 : libc.linkat(...values)),
  errno: () => (libc.errno() === constants.errno.EEXIST ? constants.errno.EEXIST : constants.errno.ENOENT),
})

for (const [name, { linkByHandle }] of Object.entries({ direct: calls, 'through /proc': cautious })) {
  test(`an open file gets a name, ${name}: a new one, never one that is taken, never where nothing is`, () => {
    const here = mkdtempSync(join(folder, 'link-'))
    // A file that never had a name: O_TMPFILE.
    const flags = 0o20000000 | files.O_DIRECTORY | files.O_WRONLY
    for (const round of ['one', 'two']) {
      const handle = openSync(here, flags, 0o600)
      writeFileSync(handle, round)
      linkByHandle?.(handle, Buffer.from(join(here, round)))
      assert.equal(readFileSync(join(here, round), 'utf8'), round)
      const link = (path: string) => () => linkByHandle?.(handle, Buffer.from(join(here, path)))
      assert.throws(link('one'), { code: 'EEXIST' })
      assert.throws(link('nowhere/x'), { code: 'ENOENT' })
      closeSync(handle)
    }
    assert.equal(readFileSync(join(here, 'one'), 'utf8'), 'one')
  })
}

test('extended attributes come back byte for byte; a missing file is an error', (context) => {
  const file = Buffer.from(join(folder, 'attributes'))
  writeFileSync(file, '')
  const value = Buffer.from([0, 1, 255, 10])
  try {
    calls.setXattr(file, 'user.anlauf', value)
  } catch (error) {
    context.skip(`this file system keeps no user attributes: ${String(error)}`)
    return
  }
  assert.deepEqual(
    calls.listXattrs(file).find(({ name }) => name === 'user.anlauf'),
    { name: 'user.anlauf', value },
  )
  assert.throws(() => calls.setTimes(Buffer.from(join(folder, 'none')), 0n, 0n), { code: 'ENOENT' })
})

test('both implementations make pipes and devices with the same numbers', (context) => {
  const devices = [0n, 0x0103n, 0x1111_0470n, 0x10_072bn, 0xfff_00_fffn]
  for (const [number, device] of devices.entries()) {
    const seen = [calls, programCalls()].map((port, at) => {
      const path = join(folder, `device ${number} ${at}`)
      try {
        for (const type of ['fifo', 'dev', 'chardev'] as const)
          port.makeNode(Buffer.from(`${path} ${type}`), type, type === 'fifo' ? 0n : device)
      } catch (error) {
        return error
      }
      return ['fifo', 'dev', 'chardev'].map((type) => {
        const { mode, rdev } = lstatSync(`${path} ${type}`, { bigint: true })
        return `${mode.toString(8)} ${rdev}`
      })
    })
    if (seen.every((one) => one instanceof Error)) {
      context.skip('only root may make devices')
      return
    }
    assert.deepEqual(seen[0], [`10600 0`, `60600 ${device}`, `20600 ${device}`])
    assert.deepEqual(seen[1], seen[0])
  }
  assert.throws(() => calls.makeNode(Buffer.from(folder), 'fifo', 0n), { code: 'EEXIST' })
})

test('an attribute is gone when it was removed, and missing when it was not there', (context) => {
  const file = Buffer.from(join(folder, 'removed'))
  writeFileSync(file, '')
  try {
    calls.setXattr(file, 'user.anlauf', Buffer.from('x'))
  } catch (error) {
    context.skip(`this file system keeps no user attributes: ${String(error)}`)
    return
  }
  calls.removeXattr(file, 'user.anlauf')
  assert.deepEqual(
    calls.listXattrs(file).filter(({ name }) => name.startsWith('user.')),
    [],
  )
  assert.throws(() => calls.removeXattr(file, 'user.anlauf'), { code: 'ENODATA' })
})

test('long paths: the same entry whatever the length, a missing or looped way is an error', () => {
  using long = longPaths()
  const short = Buffer.from(join(folder, 'short'))
  assert.equal(long.reach(short), short)
  const names = Array.from({ length: 30 }, (_, at) => `${at}`.padEnd(240, 'x'))
  let path = Buffer.from(join(folder, 'deep'))
  mkdirSync(path)
  for (const name of names) {
    path = Buffer.concat([path, Buffer.from(`/${name}`)])
    mkdirSync(long.reach(path))
  }
  assert.ok(path.length > 7_000)
  const file = Buffer.concat([path, Buffer.from('/file')])
  writeFileSync(long.reach(file), 'content')
  calls.setTimes(long.reach(file), 5n, 7n)
  assert.equal(lstatSync(long.reach(file), { bigint: true }).mtimeNs, 7n)
  using other = longPaths()
  assert.equal(readFileSync(other.reach(file), 'utf8'), 'content')
  const missing = Buffer.concat([Buffer.from(folder), Buffer.from('/none'.repeat(1_000))])
  assert.throws(() => other.reach(missing), { code: 'ENOENT' })
  const oneName = Buffer.from(`${folder}/${'x'.repeat(5_000)}`)
  assert.throws(() => lstatSync(other.reach(oneName)), { code: 'ENAMETOOLONG' })
  symlinkSync('.', join(folder, 'loop'))
  const looped = Buffer.concat([Buffer.from(folder), Buffer.from('/loop'.repeat(1_000))])
  assert.throws(() => lstatSync(other.reach(looped)))
})

test('more long paths than handles: the oldest are given up and opened again', () => {
  using long = longPaths()
  const deep = join(folder, 'many', ...Array.from({ length: 8 }, () => 'y'.repeat(250)))
  mkdirSync(deep, { recursive: true })
  const paths = Array.from({ length: 600 }, (_, at) => {
    const start = join(deep, `${at}`)
    mkdirSync(start)
    const path = Buffer.from(join(start, ...Array.from({ length: 9 }, () => 'z'.repeat(250))))
    for (let end = start.length; end !== -1; end = path.indexOf('/', end + 1))
      if (end > start.length) mkdirSync(long.reach(path.subarray(0, end)))
    writeFileSync(long.reach(path), `${at}`)
    return path
  })
  for (const [at, path] of paths.entries()) assert.equal(readFileSync(long.reach(path), 'utf8'), `${at}`)
})
