import assert from 'node:assert/strict'
import { lstatSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import fc from 'fast-check'

import { openLibc } from './libc.ts'
import { libcCalls } from './libc-calls.ts'
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
