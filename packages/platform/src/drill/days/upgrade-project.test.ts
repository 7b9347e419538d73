import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'

import { seededRandom } from '../random.ts'
import { upgradeProject } from './upgrade-project.ts'

test('a release changes files, and turns no script into a text of base64', (t) => {
  const projects = mkdtempSync(join(tmpdir(), 'anlauf-projects-'))
  t.after(() => rmSync(projects, { recursive: true }))
  const table = `module.exports = "${'QUJD'.repeat(5_000)}"\n`
  const texts = Array.from({ length: 4 }, (_, at) => `export const version = ${at}\n`.repeat(50))
  mkdirSync(join(projects, 'lib'))
  const place = (at: number) => join(projects, 'lib', `${at}.js`)
  ;[table, ...texts].forEach((text, at) => writeFileSync(place(at), text))
  const read = (at: number) => readFileSync(place(at), 'utf8')
  let moved = 0
  for (let seed = 1; seed <= 40; seed += 1) {
    upgradeProject(projects, seededRandom(seed), new Date('2026-03-03T16:00:00Z'))
    for (let at = 1; at <= 4; at += 1) {
      assert.notEqual(read(at), table)
      if (read(at) !== texts[at - 1]) moved += 1
    }
  }
  assert.ok(moved > 0, 'contents move')
  assert.deepEqual(
    Array.from({ length: 4 }, (_, at) => texts.includes(read(at + 1))),
    [true, true, true, true],
  )
})

test('a release turns nothing that has spaces into data without one', (t) => {
  const projects = mkdtempSync(join(tmpdir(), 'anlauf-projects-'))
  t.after(() => rmSync(projects, { recursive: true }))
  const packages = Array.from({ length: 4 }, (_, at) =>
    JSON.stringify({ main: `${at}.js`, type: 'module' }, null, 4),
  )
  const table = JSON.stringify(Array.from({ length: 500 }, (_, at) => [`glyph${at}`, at]))
  const place = (at: number) => join(projects, `${at}.json`)
  ;[table, ...packages].forEach((text, at) => writeFileSync(place(at), text))
  for (let seed = 1; seed <= 40; seed += 1) {
    upgradeProject(projects, seededRandom(seed), new Date('2026-03-03T16:00:00Z'))
    for (let at = 1; at <= 4; at += 1) assert.notEqual(readFileSync(place(at), 'utf8'), table)
  }
})
