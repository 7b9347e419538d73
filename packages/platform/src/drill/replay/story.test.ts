import assert from 'node:assert/strict'
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'

import { AnlaufError } from '../../core/failure.ts'
import { readStory } from './story.ts'

const folder = mkdtempSync(join(tmpdir(), 'anlauf-story-'))
after(() => rmSync(folder, { recursive: true, force: true }))
cpSync(fileURLToPath(new URL('../../../../../examples/four-months', import.meta.url)), folder, {
  recursive: true,
})
const file = join(folder, 'story.yaml')
const ready = readFileSync(file, 'utf8')

test('the ready story is read with its estate and all its texts', () => {
  const { moments, estate, people } = readStory(file)
  assert.ok(moments.length > 60 && estate.tenants.length === 12)
  assert.deepEqual(people['carla'], 'comms')
  const texts = moments.filter(({ act }) => act.kind === 'say' || act.kind === 'draft')
  const isWritten = (act: (typeof texts)[number]['act']): boolean =>
    'text' in act && (act.text?.text.en !== '' || (act.text.parts ?? []).length > 0)
  assert.ok(texts.every(({ act }) => isWritten(act)))
})

for (const [what, from, to, said] of [
  [
    'a time without zone',
    'at: "2026-01-11T22:52:00+01:00"',
    'at: "2026-01-11 22:52"',
    /moment 1: .*no time with zone/,
  ],
  ['an act nobody knows', 'isolate: {', 'isolat: {', /story\.yaml:\d+: nobody knows the field "isolat"/],
  ['a text that is not there', 'update: holding } }', 'update: holdin } }', /holdin\.txt cannot be read/],
  ['a moment out of order', '2026-05-14T12:00', '2026-05-13T12:00', /before the one above it/],
  ['a moment that does two things', 'close: {}', 'close: {}, publish: { update: x }', /does 2 things/],
  ['a moment that does nothing', ', close: {}', '', /does 0 things/],
  ['a claim of no class', 'class: loss', 'class: looss', /"looss" is not one of/],
  ['an estate that is not there', 'estate: estate.yaml', 'estate: state.yaml', /state\.yaml cannot be read/],
] as const) {
  test(`${what} is refused with its place and what to do`, () => {
    assert.ok(ready.includes(from))
    writeFileSync(file, ready.replace(from, to))
    assert.throws(
      () => readStory(file),
      (error) => error instanceof AnlaufError && said.test(error.message) && error.hint !== '',
    )
  })
}
