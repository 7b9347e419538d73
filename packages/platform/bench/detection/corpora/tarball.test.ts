import assert from 'node:assert/strict'
import { test } from 'node:test'

import { filesOfTar } from './tarball.ts'

test('regular files come out, without the top folder', () => {
  const tar = Buffer.concat([entry('package/a.txt', 'one'), entry('package/b/c.bin', 'x'.repeat(600)), end])
  assert.deepEqual(
    [...filesOfTar(tar)].map(({ path, bytes }) => [path, bytes.length]),
    [
      ['a.txt', 3],
      ['b/c.bin', 600],
    ],
  )
})

test('nothing leads out of the folder, into its history, or elsewhere by a link', () => {
  const names = [
    'package/../../etc/passwd',

    'package/.git/config',
    'package/x\ny',
    'package//z',
    'top',
  ]
  const tar = Buffer.concat([
    ...names.map((name) => entry(name, 'evil')),
    entry('package/link', '', '2'),
    entry('package/good', 'good'),
    end,
  ])
  assert.deepEqual(
    [...filesOfTar(tar)].map(({ path }) => path),
    ['good'],
  )
})

test('a pax path names the next file only; a cut archive ends the list', () => {
  const long = `package/${'deep/'.repeat(40)}file`
  const record = `${` path=${long}\n`.length + 3} path=${long}\n`
  const tar = Buffer.concat([
    entry('ignored', record, 'x'),
    entry('package/short', '1'),
    entry('package/next', '2'),
  ])
  assert.deepEqual(
    [...filesOfTar(Buffer.concat([tar, end]))].map(({ path }) => path),
    [long.slice('package/'.length), 'next'],
  )
  assert.equal([...filesOfTar(tar.subarray(0, tar.length - 512))].length, 1)
})

const end = Buffer.alloc(1024)

function entry(name: string, content: string, kind = '0'): Buffer {
  const header = Buffer.alloc(512)
  header.write(name, 0, 100)
  header.write(content.length.toString(8).padStart(11, '0'), 124)
  header.write(kind, 156)
  const body = Buffer.alloc(Math.ceil(content.length / 512) * 512)
  body.write(content)
  return Buffer.concat([header, body])
}
