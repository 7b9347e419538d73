import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import { lintPlan, parseEmergencyPlan, planDigest, planSchema, wavesOf, writeEmergencyPlan } from './index.ts'
import { smallPlan } from './small-plan.fixture.ts'

const readyFile = new URL('../../../../../examples/plans/ransomware-hoster.yaml', import.meta.url)
const ready = readFileSync(readyFile, 'utf8')

const task = '{ task: { text: look, assign: it } }'

/** What is said of a plan, as "line message". */
function mistakesIn(stages: string): readonly string[] {
  const parsed = parseEmergencyPlan(smallPlan(stages), 'plan.yaml')
  if ('plan' in parsed) return []
  assert.ok(parsed.problems.every(({ hint, line }) => hint !== '' && line >= 1))
  return parsed.problems.map(({ line, message }) => `${line} ${message}`)
}

function parsed(text: string) {
  const result = parseEmergencyPlan(text, 'plan.yaml')
  assert.ok('plan' in result, 'problems' in result ? JSON.stringify(result.problems[0]) : '')
  return result.plan
}

test('the ready plan has no mistakes and no gaps, and is frozen', () => {
  const plan = parsed(ready)
  assert.deepEqual(lintPlan(plan, { today: '2026-11-29' }), [])
  assert.ok(Object.isFrozen(plan.stages[0]?.actions))
})

test('stages stand in waves: each after all it needs, wherever it stands in the file', () => {
  const { stages } = parsed(
    smallPlan(`  - { id: c, title: c, needs: [b], do: [${task}] }
  - { id: b, title: b, needs: [a], do: [${task}] }
  - { id: a, title: a, do: [${task}] }
  - { id: d, title: d, needs: [a], do: [${task}] }`),
  )
  assert.deepEqual(
    wavesOf(stages).map((wave) => wave.map(({ id }) => id)),
    [['a'], ['b', 'd'], ['c']],
  )
})

test('mistakes are named with their line', () => {
  const cases: Readonly<Record<string, [stages: string, line: number, message: RegExp]>> = {
    circle: [
      `  - { id: a, title: a, needs: [b], do: [${task}] }\n  - { id: b, title: b, needs: [a], do: [${task}] }`,
      15,
      /wait for each other: a -> b -> a|wait for each other: b -> a -> b/,
    ],
    'unknown stage': [`  - { id: a, title: a, needs: [x], do: [${task}] }`, 15, /no stage "x"/],
    'same id': [
      `  - { id: a, title: a, do: [${task}] }\n  - { id: a, title: a, do: [${task}] }`,
      16,
      /used twice/,
    ],
    'two actions in one entry': [
      '  - { id: a, title: a, do: [ { text: hello, scan: { select: tenants } } ] }',
      15,
      /exactly one action/,
    ],
    'gate without proof': [
      `  - { id: a, title: a, gate: [smoke-tested], do: [${task}] }`,
      15,
      /nothing before this stage proves "smoke-tested"/,
    ],
    'proof that comes later': [
      `  - { id: a, title: a, gate: [scan-judged], do: [${task}] }\n  - { id: b, title: b, needs: [a], do: [ { scan: { select: tenants } } ] }`,
      15,
      /nothing before this stage proves "scan-judged"/,
    ],
    'quorum nobody can fill': [
      '  - { id: a, title: a, do: [ { approve: { subject: x, quorum: 2, roles: [it, it], expires: 1h } } ] }',
      15,
      /2 different people cannot sign where 1 roles may/,
    ],
    'no way back': [
      '  - { id: a, title: a, do: [ { isolate: { select: systems, text: cut } } ] }',
      15,
      /"rollback" is missing/,
    ],
    'unknown role': [
      '  - { id: a, title: a, do: [ { task: { text: x, assign: boss } } ] }',
      15,
      /"boss" is not one of/,
    ],
    'unknown attribute': [
      `  - { id: a, title: a, forEach: tenants where rich, do: [${task}] }`,
      15,
      /nothing is known as "rich" of tenants/,
    ],
    'await without an else': [
      '  - { id: a, title: a, do: [ { await: { what: receipt, within: 1h, else: nowhere } } ] }',
      15,
      /no stage "nowhere"/,
    ],
    'one language only': ['  - { id: a, title: { de: a }, do: [] }', 15, /"en" is missing/],
    'no stage': ['  []', 15, /there is no stage/],
  }
  for (const [name, [stages, line, message]] of Object.entries(cases)) {
    const [first = ''] = mistakesIn(stages)
    assert.match(first, message, name)
    assert.equal(Number(first.split(' ')[0]), line, name)
  }
})

test('the digest follows what a plan says, not how its file looks', () => {
  const plan = parsed(ready)
  const again = parsed(writeEmergencyPlan(plan))
  assert.equal(planDigest(again), planDigest(plan))
  assert.equal(planDigest(parsed(`# a remark\n${ready}`)), planDigest(plan))
  for (const [was, is] of [
    ['quorum: 2', 'quorum: 1'],
    ['strict: 4h', 'strict: 5h'],
    ['strict: 15m', 'strict: 16m'],
    ['needs: [confirm]', 'needs: []'],
    ['Notfall erklären', 'Notfall erklaeren'],
  ] as const) {
    assert.notEqual(planDigest(parsed(ready.replace(was, is))), planDigest(plan), was)
  }
})

test('gaps: a release by one person, without proofs, roles that nobody has', () => {
  const plan = parsed(
    smallPlan(
      '  - { id: open, title: open, do: [ { status: { select: services, to: operational, proof: operator } }, { task: { text: x, assign: dpo } } ] }',
    ),
  )
  const findings = lintPlan(plan, { today: '2030-02-01', roster: [{ person: 'anna', roles: ['it'] }] })
  const rules = new Set(findings.map(({ rule }) => rule))
  for (const rule of [
    'open-gate',
    'one-person-release',
    'review-overdue',
    'no-isolation',
    'no-clock',
    'role-vacant',
  ]) {
    assert.ok(rules.has(rule), rule)
  }
})

test('a quorum counts people, not roles', () => {
  const plan = parsed(
    smallPlan('  - { id: a, title: a, do: [ { approve: { subject: x, roles: [it, lead], expires: 1h } } ] }'),
  )
  const one = lintPlan(plan, { today: '2026-01-01', roster: [{ person: 'anna', roles: ['it', 'lead'] }] })
  assert.ok(one.some(({ rule }) => rule === 'quorum-unreachable'))
  const two = [
    { person: 'anna', roles: ['it', 'lead'] },
    { person: 'bernd', roles: ['lead'] },
  ] as const
  assert.ok(
    !lintPlan(plan, { today: '2026-01-01', roster: two }).some(({ rule }) => rule === 'quorum-unreachable'),
  )
})

test('damaged plans end in problems, never in an exception', () => {
  for (let at = 0; at < ready.length; at += 211) {
    const damaged = `${ready.slice(0, at)}${'}]:&*"'[at % 6]}${ready.slice(at + 3)}`
    const result = parseEmergencyPlan(damaged, 'plan.yaml')
    assert.ok('plan' in result || result.problems.length > 0)
  }
  const long = Array.from({ length: 501 }, (_, at) => `  - { id: s${at}, title: x, do: [] }`).join('\n')
  assert.match(mistakesIn(long)[0] ?? '', /more than 500/)
})

test('the schema knows every name that the reader knows', () => {
  const text = JSON.stringify(planSchema())
  for (const name of [
    'forEach',
    'startsClocks',
    'rollback',
    'quorum',
    'AMBER+STRICT',
    'tenant-areas',
    'smoke-tested',
  ]) {
    assert.ok(text.includes(`"${name}"`), name)
  }
})
