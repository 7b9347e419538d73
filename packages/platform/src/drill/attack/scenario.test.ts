import assert from 'node:assert/strict'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { after, test } from 'node:test'

import { type EstateFolder, writeMarker } from '../estate-folder.ts'
import { seededRandom } from '../random.ts'
import { attackModes } from './attack-modes.ts'
import { playAttackNight } from './scenario.ts'

const work = mkdtempSync(join(tmpdir(), 'anlauf-scenario-'))
after(() => rmSync(work, { recursive: true }))

const datasets = ['documents', 'share', 'databases', 'mailstore']
const names = ['a.docx', 'b.pdf', 'c.txt', 'd.eml', 'e.png', 'f.sqlite', 'below/g.txt', 'below/h.eml']

/** Four tenants with a few files in every data set. */
function estate(name: string): EstateFolder {
  const root = join(work, name)
  writeMarker(root, 1)
  const tenants = ['one', 'two', 'three', 'four'].map((id) => ({ id, slug: id, domain: `${id}.example` }))
  const areas = tenants.flatMap(({ id }) =>
    datasets.map((dataset) => ({ tenant: id, dataset, folder: join(root, dataset, id) })),
  )
  for (const { folder } of areas) {
    for (const file of names) {
      mkdirSync(dirname(join(folder, file)), { recursive: true })
      writeFileSync(join(folder, file), `${file} and what stands in it\n`.repeat(60))
    }
  }
  return { root, areas, tenants }
}

const plan = { bigNight: 8, slowNights: [4, 5, 6] }
const at = new Date('2026-03-05T01:00:00Z')

function play(folder: EstateFolder, day: number) {
  return playAttackNight(folder, plan, {
    day,
    at,
    random: seededRandom(5),
    signal: new AbortController().signal,
  })
}

test('the big night meets every kind of attack that a renaming, silent or container-writing family knows', () => {
  const { hits, notes } = play(estate('big'), 8)
  const groupOf = new Map(attackModes.map(({ name, group }) => [name, group]))
  const groups = new Set(hits.map(({ geometry }) => groupOf.get(geometry)))
  for (const group of [
    'intermittent',
    'head',
    'header-kept',
    'repeating',
    'encoded',
    'container',
    'full',
  ] as const) {
    assert.ok(groups.has(group), group)
  }
  assert.ok(new Set(hits.map(({ geometry }) => geometry)).size >= 15)
  assert.ok(notes.length >= 10)
})

test('slow nights take three files of the tenants that bleed, and no attack comes on other nights', () => {
  const folder = estate('slow')
  const { hits, notes } = play(folder, 5)
  assert.equal(hits.length, 6)
  assert.ok(hits.every(({ path, lockedPath }) => path === lockedPath))
  assert.deepEqual(notes, [])
  assert.deepEqual(play(folder, 7), { hits: [], notes: [] })
})

test('equal seeds play equal nights', () => {
  const [one, other] = [estate('first'), estate('again')]
  const [hits, again] = [play(one, 8).hits, play(other, 8).hits]
  const below = (root: string) => (hit: { lockedPath: string }) => hit.lockedPath.slice(root.length)
  assert.deepEqual(hits.map(below(one.root)), again.map(below(other.root)))
  for (const [place, hit] of hits.entries()) {
    assert.deepEqual(readFileSync(hit.lockedPath), readFileSync(again[place]?.lockedPath ?? ''), hit.path)
  }
})
