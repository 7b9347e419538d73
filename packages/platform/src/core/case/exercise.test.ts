import assert from 'node:assert/strict'
import { test } from 'node:test'

import { type CaseState, decide, evolve, type EventOf, initialCase, isRefusal } from './index.ts'

const at = '2026-03-11T06:00:00.000Z'
const score: EventOf<'exercise.scored'> = {
  type: 'exercise.scored',
  passed: true,
  seed: 1,
  checks: [{ check: 'missed', good: true, figures: { files: 0 } }],
  phases: [{ phase: 'detect', ms: 1200 }],
  scoreDigest: 'a'.repeat(64),
}

function declared(exercise: boolean): CaseState {
  const fact = { title: 'Night', exercise, tenants: ['nordwind'], services: ['share'] }
  return evolve(initialCase('night-1'), { type: 'case.declared', ...fact }, at)
}

test('an exercise keeps its last score', () => {
  const state = declared(true)
  const result = decide(state, { command: 'record', facts: [score] })
  assert.deepEqual(result, [score])
  assert.deepEqual(evolve(state, score, at).score, { ...score, at })
})

test('a real case has no score: the command is refused, and a log that says so is not believed', () => {
  const state = declared(false)
  const result = decide(state, { command: 'record', facts: [score] })
  assert.ok(isRefusal(result))
  assert.match(result.message, /no exercise/)
  assert.equal(evolve(state, score, at), state)
})
