import assert from 'node:assert/strict'
import { lstatSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'

import { posixCalls } from '@anlauf/repository'

import { holdPlaces } from './held-places.ts'
import { publishBytes } from './publish.ts'

const root = mkdtempSync(join(tmpdir(), 'anlauf-publish-'))
after(() => rmSync(root, { recursive: true }))

const withoutLinks = { ...posixCalls, linkByHandle: undefined }
const ways = [
  { name: 'a file that had no name', calls: posixCalls },
  { name: 'a file that was renamed, where the system knows none without a name', calls: withoutLinks },
]

function unit(): string {
  const folder = join(mkdtempSync(join(root, 'room-')), 'unit')
  mkdirSync(folder)
  return folder
}

function item(path: string) {
  return { host: 'files1', path, mode: 0o100640, mtime: '2026-01-02T03:04:05.000000006Z' }
}

for (const { name, calls } of ways) {
  test(`${name}: content, mode and time are right, and nothing else is left`, () => {
    const folder = unit()
    using places = holdPlaces(calls)
    for (const path of ['/srv/a/one', '/srv/a/two', '/srv/b/one', '/three', '/srv/a/four'])
      assert.ok(publishBytes(folder, item(path), Buffer.from(path), places).isPublished)
    for (const path of ['/srv/a/one', '/srv/a/two', '/srv/b/one', '/three', '/srv/a/four']) {
      const place = join(folder, 'files', 'files1', path)
      assert.equal(readFileSync(place, 'utf8'), path)
      const { mode, mtimeNs } = lstatSync(place, { bigint: true })
      assert.equal(mode & 0o777n, 0o640n)
      assert.equal(mtimeNs, 1_767_323_045_000_000_006n)
    }
    assert.deepEqual(readdirSync(folder), ['files'])
  })

  test(`${name}: rights are the item's, whatever the process's mask holds back`, () => {
    const folder = unit()
    using places = holdPlaces(calls)
    const before = process.umask(0o077)
    try {
      for (const mode of [0o777, 0o644, 0o400, 0o000]) {
        const done = publishBytes(folder, { ...item(`/${mode}`), mode }, Buffer.from('x'), places)
        const stat = lstatSync(join(folder, `files/files1/${mode}`), { bigint: true })
        assert.equal(Number(stat.mode) & 0o7777, mode)
        assert.ok(done.isPublished && done.seen.changedNs === String(stat.ctimeNs))
      }
    } finally {
      process.umask(before)
    }
  })

  test(`${name}: what lies at its place is replaced in one step; a directory is refused and stays`, () => {
    const folder = unit()
    using places = holdPlaces(calls)
    publishBytes(folder, item('/a'), Buffer.from('old'), places)
    const before = lstatSync(join(folder, 'files/files1/a')).ino
    // Somebody else left one.
    writeFileSync(join(folder, '.publishing'), 'left')
    const again = publishBytes(folder, item('/a'), Buffer.from('new'), places)
    assert.ok(again.isPublished && again.seen.size === 3)
    assert.equal(readFileSync(join(folder, 'files/files1/a'), 'utf8'), 'new')
    assert.notEqual(lstatSync(join(folder, 'files/files1/a')).ino, before)

    mkdirSync(join(folder, 'files/files1/b/inside'), { recursive: true })
    const refused = publishBytes(folder, item('/b'), Buffer.from('no'), places)
    assert.ok(!refused.isPublished && refused.cause === 'cannot-be-placed')
    const below = publishBytes(folder, item('/a/below'), Buffer.from('no'), places)
    assert.ok(!below.isPublished && below.cause === 'cannot-be-placed')
    assert.deepEqual(readdirSync(join(folder, 'files/files1')).sort(), ['a', 'b'])
    assert.deepEqual(readdirSync(folder), ['files'])
  })

  test(`${name}: no way leads out of the folder, also from a directory that is known`, () => {
    const folder = unit()
    using places = holdPlaces(calls)
    publishBytes(folder, item('/srv/a'), Buffer.from('a'), places)
    for (const path of ['/srv/..', '/srv/.', '/srv/', '/srv/a\0b', 'srv/a', '/srv/../a'])
      assert.throws(() => publishBytes(folder, item(path), Buffer.from('x'), places), {
        code: 'plan-invalid',
      })
    assert.deepEqual(readdirSync(join(folder, 'files/files1/srv')), ['a'])
  })
}
