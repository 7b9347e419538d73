import assert from 'node:assert/strict'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test, type TestContext } from 'node:test'

import { sha256 } from './recovery.fixture.ts'
import { openStaging, type StagedContent } from './staging.ts'

function folderOf(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'anlauf-staging-'))
  t.after(() => rmSync(folder, { recursive: true, force: true }))
  return join(folder, 'staging')
}

const content = (key: string, pieces: number, size: number): StagedContent => ({
  key,
  size,
  blobs: Array.from({ length: pieces }, () => 'x'),
  missing: pieces,
})

test('more unfinished contents than may be held open are put together, in any order, and lose their names', async (t) => {
  const folder = folderOf(t)
  const staging = openStaging(folder)
  const all = Array.from({ length: 700 }, (_, at) => content(`../${at}`, 3, 9))
  const plain = (at: number): string => `${String(at).padStart(3, '0')}middle`
  for (const [from, to] of [
    [6, 9],
    [0, 3],
  ] as const) {
    for (const [at, one] of all.entries()) {
      const bytes = Buffer.from(plain(at).slice(from, to))
      assert.equal(await staging.add(one, bytes, from), undefined)
    }
  }
  assert.ok(readdirSync(folder).every((name) => /^\d+$/.test(name)))
  for (const [at, one] of all.entries()) {
    const staged = await staging.add(one, Buffer.from(plain(at).slice(3, 6)), 3)
    assert.equal(staged?.sha256, sha256(plain(at)))
    assert.equal(readFileSync(staged?.file ?? '', 'utf8'), plain(at))
    if (at % 2 === 0) staging.drop(one)
  }
  assert.deepEqual(readdirSync(folder), [], 'finished contents have no name')
  const open = readdirSync('/proc/self/fd').length
  staging.clear()
  assert.ok(readdirSync('/proc/self/fd').length <= open - 350, 'and are closed')
  assert.ok(!existsSync(folder))
})

test('what an earlier run left in the folder is gone; nothing outside is', async (t) => {
  const folder = folderOf(t)
  mkdirSync(join(folder, 'deep'), { recursive: true })
  writeFileSync(join(folder, 'deep', 'left'), 'left')
  writeFileSync(join(folder, '..', 'neighbour'), 'neighbour')
  const staging = openStaging(folder)
  assert.deepEqual(readdirSync(folder), [])
  await staging.add(content('half', 2, 100), Buffer.from('x'), 50)
  staging.clear()
  assert.deepEqual(readdirSync(join(folder, '..')), ['neighbour'])
})
