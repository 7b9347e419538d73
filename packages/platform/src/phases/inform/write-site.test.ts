import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'

import { writeSite } from './index.ts'

const work = mkdtempSync(join(tmpdir(), 'anlauf-site-'))
after(() => rmSync(work, { recursive: true, force: true }))

const site = (text: string, ...names: readonly string[]): ReadonlyMap<string, Uint8Array> =>
  new Map(['index.html', 'en/index.html', ...names].map((name) => [name, Buffer.from(text)]))
const read = (folder: string, name = 'index.html'): string => readFileSync(join(folder, name), 'utf8')
const beside = (folder: string): readonly string[] =>
  readdirSync(work).filter((name) => join(work, name).startsWith(`${folder}.`))

test('a site is written into a new folder, an empty one, and over an older site, of which nothing stays', () => {
  const folder = join(work, 'a', 'deep', 'site')
  writeSite(folder, site('one', 'gone/old.html'))
  assert.equal(read(folder, 'gone/old.html'), 'one')
  writeSite(`${folder}/`, site('two'))
  assert.equal(read(folder, 'en/index.html'), 'two')
  assert.deepEqual(readdirSync(folder).toSorted(), ['.anlauf-site', 'en', 'index.html'])
  assert.deepEqual(readdirSync(join(folder, '..')), ['site'])
  const empty = join(work, 'empty')
  mkdirSync(empty)
  writeSite(empty, site('one'))
  assert.equal(read(empty), 'one')
})

test('what is not ours is refused and left alone: folder, file, and what lies where we would write beside', () => {
  for (const name of ['foreign', 'foreign2.anlauf-new', 'foreign3.anlauf-old']) {
    mkdirSync(join(work, name))
    writeFileSync(join(work, name, 'thesis.txt'), 'years of work')
    const target = join(work, name.replace(/\.anlauf-.*/, ''))
    assert.throws(() => writeSite(target, site('x')), { code: 'unsafe-target', hint: /nothing was touched/ })
    assert.equal(read(join(work, name), 'thesis.txt'), 'years of work')
    if (name.includes('.')) assert.ok(!existsSync(target))
  }
  const file = join(work, 'file')
  writeFileSync(file, 'text')
  assert.throws(() => writeSite(file, site('x')), { code: 'unsafe-target' })
  assert.equal(readFileSync(file, 'utf8'), 'text')
})

test('a link to the site stays a link: whoever serves the folder behind it sees the new site', () => {
  const folder = join(work, 'behind')
  writeSite(folder, site('one'))
  const link = join(work, 'link')
  symlinkSync(folder, link)
  writeSite(link, site('two'))
  assert.equal(read(folder), 'two')
  assert.equal(read(link), 'two')
})

test('a crash between the renames: the next call puts the old site back before anything else', () => {
  const folder = join(work, 'between')
  writeSite(folder, site('old'))
  // What the folder looks like after a kill there: the new site is whole, the old one is moved aside.
  renameSync(folder, `${folder}.anlauf-old`)
  writeSite(`${folder}.anlauf-new`, site('half'))
  const broken = new Map<string, Uint8Array>([
    ['index.html/below', Buffer.from('x')],
    ['index.html', Buffer.from('x')],
  ])
  assert.throws(() => writeSite(folder, broken), { code: 'write-failed' })
  assert.equal(read(folder), 'old', 'even when that call fails')
  writeSite(folder, site('new'))
  assert.equal(read(folder), 'new')
  assert.deepEqual(beside(folder), [])
})

test('a write that fails keeps the site that is shown and leaves nothing behind', () => {
  const folder = join(work, 'failing')
  writeSite(folder, site('old'))
  const tooLong = new Map<string, Uint8Array>([
    ['index.html', Buffer.from('new')],
    [`${'x'.repeat(300)}.html`, Buffer.from('new')],
  ])
  assert.throws(() => writeSite(folder, tooLong), {
    code: 'write-failed',
    message: /ENAMETOOLONG/,
    retry: 'later',
  })
  assert.equal(read(folder), 'old')
  assert.deepEqual(beside(folder), [])
})

test('killed at any moment there is one whole site: in the folder, or beside it until the next call', async () => {
  const folder = join(work, 'killed')
  const program = fileURLToPath(new URL('write-site-child.fixture.ts', import.meta.url))
  for (let round = 0; round < 8; round += 1) {
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] })
    await once(child.stdout, 'data')
    await sleep(Math.random() * 40)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const shown = existsSync(folder) ? folder : `${folder}.anlauf-old`
    const versions = Array.from({ length: 12 }, (_, n) => read(shown, `page-${n}/index.html`))
    assert.equal(new Set(versions).size, 1, `round ${round}: ${versions.join()}`)
  }
  writeSite(folder, site('healed'))
  assert.equal(read(folder), 'healed')
  assert.deepEqual(beside(folder), [])
})
