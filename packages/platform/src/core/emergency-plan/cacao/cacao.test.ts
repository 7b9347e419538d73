import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { test } from 'node:test'

import {
  exportPlaybook,
  importPlaybook,
  parseEmergencyPlan,
  planDigest,
  writeEmergencyPlan,
} from '../index.ts'
import { identifierOf } from './identifiers.ts'

const file = new URL('../../../../../../examples/plans/ransomware-hoster.yaml', import.meta.url)
const parsed = parseEmergencyPlan(readFileSync(file, 'utf8'), 'plan')
assert.ok('plan' in parsed)
const { plan } = parsed
const made = '2026-11-29T04:00:00.000Z'
const playbook = exportPlaybook(plan, made)

interface Wire {
  type: string
  on_completion?: string
  next_steps?: string[]
}

test('there and back is the same plan, and two exports are equal', () => {
  const back = importPlaybook(JSON.stringify(playbook))
  assert.ok('plan' in back && back.isOurs)
  assert.deepEqual(back.plan, plan)
  assert.equal(JSON.stringify(exportPlaybook(plan, made)), JSON.stringify(playbook))
})

test('a playbook of ours that was changed on the way is refused', () => {
  const text = JSON.stringify(playbook)
  for (const [was, is] of [
    ['"quorum":2', '"quorum":1'],
    ['"needs":["confirm"]', '"needs":[]'],
    ['"strictHours":4', '"strictHours":400'],
  ] as const) {
    assert.ok(text.includes(was), was)
    const back = importPlaybook(text.replace(was, is))
    assert.ok('problems' in back && /changed since/.test(back.problems[0]?.message ?? ''), was)
  }
})

test('the workflow is whole: every step leads to one that is there, each is reached, every branch ends', () => {
  const steps = playbook.workflow as unknown as Record<string, Wire>
  const reached = new Set<string>()
  const open = [playbook.workflow_start]
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    if (reached.has(id)) continue
    reached.add(id)
    const step = steps[id]
    assert.ok(step !== undefined, id)
    assert.match(
      id,
      new RegExp(`^${step.type}--[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`),
    )
    const next = [
      ...(step.on_completion === undefined ? [] : [step.on_completion]),
      ...(step.next_steps ?? []),
    ]
    assert.equal(next.length === 0, step.type === 'end', id)
    open.push(...next)
  }
  assert.equal(reached.size, Object.keys(steps).length)
})

test('identifiers are those of RFC 9562 version 5', () => {
  assert.match(identifierOf('a'), /^[0-9a-f]{8}-[0-9a-f]{4}-5[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
  assert.notEqual(identifierOf('a'), identifierOf('b'))
})

/** A playbook as another program writes it. */
function foreign(workflow: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    type: 'playbook',
    spec_version: 'cacao-2.0',
    id: 'playbook--1',
    name: 'Phishing',
    created_by: 'identity--1',
    workflow_start: 'start--1',
    workflow,
  })
}

const end = { 'end--1': { type: 'end' } }
const action = (name: string, next: string, commands: unknown[] = []): unknown => ({
  type: 'action',
  name,
  commands,
  on_completion: next,
})

test('a foreign playbook: parallel branches wait for each other, commands become text, questions stay questions', () => {
  const back = importPlaybook(
    foreign({
      ...end,
      'start--1': { type: 'start', on_completion: 'action--a' },
      'action--a': action('Look', 'parallel--1', [{ type: 'bash', command: 'rm -rf /' }]),
      'parallel--1': {
        type: 'parallel',
        next_steps: ['action--b', 'action--c'],
        on_completion: 'if-condition--1',
      },
      'action--b': action('Mail', 'end--1'),
      'action--c': action('Call', 'end--1'),
      'if-condition--1': {
        type: 'if-condition',
        name: 'Bad?',
        condition: 'x > 1',
        on_true: 'action--d',
        on_false: 'end--1',
      },
      'action--d': action('Look', 'end--1'),
    }),
  )
  assert.ok('plan' in back && !back.isOurs)
  const needs = Object.fromEntries(back.plan.stages.map((stage) => [stage.id, [...stage.needs].sort()]))
  assert.deepEqual(needs, {
    look: [],
    mail: ['look'],
    call: ['look'],
    bad: ['call', 'mail'],
    'look-2': ['bad'],
  })
  const texts = JSON.stringify(back.plan)
  assert.match(texts, /Bind to a connector before use \(bash\): rm -rf/)
  assert.match(texts, /Decide: x > 1 \(yes \/ no\)/)
  const again = parseEmergencyPlan(writeEmergencyPlan(back.plan), 'imported')
  assert.ok('plan' in again)
  assert.equal(planDigest(again.plan), planDigest(back.plan))
})

test('what is not understood is refused with its place', () => {
  const start = { 'start--1': { type: 'start', on_completion: 'action--a' } }
  const cases: Readonly<Record<string, [text: string, at: string]>> = {
    loop: [
      foreign({ ...end, ...start, 'action--a': { type: 'while-condition', on_true: 'end--1' } }),
      'action--a',
    ],
    circle: [foreign({ ...end, ...start, 'action--a': action('a', 'start--1') }), 'start--1'],
    dangling: [foreign({ ...end, ...start, 'action--a': action('a', 'action--x') }), 'action--a'],
    'no start': [foreign({ ...end }), 'workflow_start'],
    nothing: [foreign({ ...end, 'start--1': { type: 'start', on_completion: 'end--1' } }), 'workflow'],
    'old version': [foreign({}).replace('cacao-2.0', 'cacao-1.1'), 'spec_version'],
    'no playbook': ['{}', 'type'],
    'no JSON': ['{', 'playbook'],
    'a list': ['[]', 'type'],
    'a step that is none': [foreign({ ...start, 'action--a': 7 }), 'action--a'],
    huge: [
      foreign(Object.fromEntries(Array.from({ length: 600 }, (_, at) => [`end--${at}`, { type: 'end' }]))),
      'workflow',
    ],
  }
  for (const [name, [text, at]] of Object.entries(cases)) {
    const back = importPlaybook(text)
    assert.ok('problems' in back, name)
    assert.equal(back.problems[0]?.at, at, name)
    assert.ok(
      back.problems.every(({ hint }) => hint !== ''),
      name,
    )
  }
})
