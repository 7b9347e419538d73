import assert from 'node:assert/strict'
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { posixCalls } from '../posix/index.ts'
import { wholeFile, type WholeFiles, wholeFileWriter } from './index.ts'

const uid = process.getuid?.() ?? 0
const gid = process.getgid?.() ?? 0
const time = '1969-12-31T23:59:58.123456789Z'

function folder(t: TestContext): string {
  const place = mkdtempSync(join(tmpdir(), 'anlauf-files-'))
  t.after(() => rmSync(place, { recursive: true }))
  return place
}

/** One file a blob, all alike. */
function filesAt(paths: readonly string[], changes: Partial<WholeFiles> = {}): WholeFiles {
  return {
    blobs: Uint32Array.from(paths, (_, at) => at),
    paths,
    modes: new Uint32Array(paths.length).fill(0o640),
    uids: new Uint32Array(paths.length).fill(uid),
    gids: new Uint32Array(paths.length).fill(gid),
    mtimes: paths.map(() => time),
    atimes: paths.map(() => time),
    stays: new Uint8Array(paths.length).fill(1),
    ...changes,
  }
}

/** With a call for times by handle the thread finishes a file, without one it leaves that to others. */
const finished = posixCalls.setTimesByHandle === undefined ? wholeFile.written : wholeFile.done

test('several files of one blob, none of another, are written with mode and times', (t) => {
  const place = folder(t)
  const paths = ['a', 'b', 'c'].map((name) => join(place, name))
  const files = wholeFileWriter(filesAt(paths, { blobs: Uint32Array.of(0, 2, 2) }))
  ;['first', 'nobody', 'third', 'nobody'].forEach((text, blob) => files.write(blob, Buffer.from(text)))
  assert.deepEqual([...files.outcomes], [finished, finished, finished])
  assert.deepEqual(
    paths.map((path) => readFileSync(path, 'utf8')),
    ['first', 'third', 'third'],
  )
  if (finished !== wholeFile.done) return
  const stat = lstatSync(paths[0] ?? '', { bigint: true })
  assert.equal(stat.mode & 0o7777n, 0o640n)
  assert.equal(stat.mtimeNs, -1_876_543_211n)
})

test('a file whose blob did not pass is left, its neighbours are not', (t) => {
  const place = folder(t)
  const paths = ['a', 'b', 'c'].map((name) => join(place, name))
  const files = wholeFileWriter(filesAt(paths))
  files.write(0, Buffer.from('a'))
  files.write(2, Buffer.from('c'))
  assert.deepEqual([...files.outcomes], [finished, wholeFile.left, finished])
  assert.deepEqual(
    paths.map((path) => existsSync(path)),
    [true, false, true],
  )
})

test('what exists is not touched, a link not followed, a missing folder not made', (t) => {
  const place = folder(t)
  const outside = join(place, 'outside')
  writeFileSync(join(place, 'there'), 'mine')
  symlinkSync(outside, join(place, 'link'))
  mkdirSync(join(place, 'folder'))
  const files = wholeFileWriter(
    filesAt(['there', 'link', 'folder', 'no/such'].map((name) => join(place, name))),
  )
  for (let blob = 0; blob < 4; blob += 1) files.write(blob, Buffer.from('theirs'))
  assert.deepEqual([...files.outcomes], [0, 0, 0, 0])
  assert.equal(readFileSync(join(place, 'there'), 'utf8'), 'mine')
  assert.ok(lstatSync(join(place, 'link')).isSymbolicLink())
  assert.equal(existsSync(outside), false)
  assert.ok(lstatSync(join(place, 'folder')).isDirectory())
})

test('a time that is none leaves the metadata to whoever finds words for it', (t) => {
  const path = join(folder(t), 'a')
  const files = wholeFileWriter(filesAt([path], { mtimes: ['yesterday'] }))
  files.write(0, Buffer.from('a'))
  assert.deepEqual([...files.outcomes], [wholeFile.written])
  assert.equal(readFileSync(path, 'utf8'), 'a')
})
