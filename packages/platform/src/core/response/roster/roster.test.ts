import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { callTree, lintRoster, parseRoster, type Roster } from '../index.ts'
import { readyPlan } from '../played-response.fixture.ts'

const example = readFileSync(new URL('../../../../../../examples/roster.yaml', import.meta.url), 'utf8')

function read(text: string): Roster {
  const parsed = parseRoster(text, 'roster.yaml')
  if ('roster' in parsed) return parsed.roster
  throw new Error(JSON.stringify(parsed.problems[0]))
}

function mistakes(text: string): readonly string[] {
  const parsed = parseRoster(text, 'roster.yaml')
  if ('roster' in parsed) return []
  assert.ok(parsed.problems.every(({ hint, line }) => hint !== '' && line > 0))
  return parsed.problems.map(({ message }) => message)
}

const gaps = (text: string, today = '2026-11-29'): readonly string[] =>
  lintRoster(read(text), { plan: readyPlan, today }).map(({ rule, at }) => `${rule} ${at}`)

test('the shipped roster serves the shipped plan without a gap', () => {
  assert.deepEqual(gaps(example), [])
})

test('every gap is found', () => {
  const lea = example.indexOf('  - { id: lea')
  const without = (id: string): string =>
    example.replace(new RegExp(`  - \\{ id: ${id},[^\\n]*\\n[^\\n]*\\n`), '')
  assert.ok(lea > 0)
  assert.ok(gaps(without('vera')).includes('no-deputy forensics'))
  assert.ok(gaps(without('rolf')).includes('no-deputy restore'))
  assert.ok(
    gaps(without('vera').replace('deputyFor: [it, containment, forensics]', 'deputyFor: []')).includes(
      'role-vacant forensics',
    ),
  )
  const onlyMail = example.replace(
    '[ { kind: mobile, to: "+49 171 3920001" }, { kind: mail, to: lea@private.example } ]',
    '[ { kind: mail, to: lea@mail.provider.example } ]',
  )
  assert.ok(gaps(onlyMail).includes('only-inside lea'))
  const noWay = example.replace(/\[ \{ kind: mobile, to: "\+49 171 3920001" \}[^\n]*\] \}/, '[] }')
  assert.ok(gaps(noWay).includes('no-channel lea'))
  const noPhone = example.replace('{ kind: mobile, to: "+49 171 3920001" }, ', '')
  assert.ok(gaps(noPhone).includes('no-phone lea'))
  assert.ok(gaps(example.replace('passkeys: 2', 'passkeys: 1')).includes('few-passkeys lea'))
  assert.ok(gaps(example.replace('3920002', '3920001')).includes('shared-channel lea'))
  assert.ok(gaps(example, '2027-03-01').includes('not-printed roster'))
  assert.ok(
    gaps(
      example.replace('roles: [lead, task-coordinator]', 'roles: [lead, task-coordinator, hr, insurer]'),
    ).includes('too-many-roles lea'),
  )
})

test('mistakes name what is wrong, and hostile addresses are none', () => {
  assert.match(mistakes(example.replace('roles: [lead,', 'roles: [leader,'))[0] ?? '', /one of|leader/)
  assert.match(mistakes(example.replace('id: tom', 'id: lea'))[0] ?? '', /used twice/)
  assert.match(mistakes(example.replace('"+49 171 3920001"', '"0171 3920001"'))[0] ?? '', /telephone/)
  assert.match(mistakes(example.replace('deputy: 5m', 'deputy: 15m'))[0] ?? '', /one after the other/)
  for (const address of [
    'a@b',
    'a b@c.example',
    'a@c.example,evil@d.example',
    '<a@c.example>',
    'a@c.example\\nBcc: e@d.example',
  ]) {
    assert.ok(mistakes(example.replace('lea@private.example', JSON.stringify(address))).length > 0, address)
  }
  assert.deepEqual(mistakes('apiVersion: roster/v1\npeople: []\n'), ['there is nobody in the roster'])
})

test('the call list has everybody in the order in which they are called, and says when it is an exercise', () => {
  const options = { roles: ['lead', 'it'] as const, language: 'de' as const, today: '2026-11-29' }
  const lines = callTree(read(example), { ...options, mark: 'ÜBUNG' })
  assert.equal(lines[0], 'ÜBUNG')
  const text = lines.join('\n')
  assert.ok(text.indexOf('Lea Leitner') < text.indexOf('Tom Tannert'))
  assert.match(text, /\+49 171 3920001/)
  assert.match(text, /nach 5 Minuten/)
})
