import assert from 'node:assert/strict'
import { test } from 'node:test'

import { smallPlan } from '../emergency-plan/small-plan.fixture.ts'
import { closingCriteria, situationLines } from './index.ts'
import { adopted, planFrom, recovered } from './played-response.fixture.ts'

const decision = {
  command: 'recordDecision',
  question: 'Cut everything?',
  options: ['all', 'some'],
  chosen: 'all',
  reason: 'reach unknown',
  decidedBy: 'lea',
  consulted: ['ida'],
  recordedBy: 'karla',
} as const

test('a decision chooses one of its options, is confirmed by its decider, and is corrected by another only', () => {
  const played = adopted()
  assert.equal(played.tries({ ...decision, chosen: 'none' })?.refused, 'wrong-value')
  played.does(decision)
  assert.equal(
    played.tries({ command: 'confirmDecision', decision: 'D-1', person: 'karla' })?.refused,
    'wrong-signature',
  )
  assert.equal(played.state.decisions[0]?.confirmedAt, undefined)
  played.does({ command: 'confirmDecision', decision: 'D-1', person: 'lea' })
  played.does({ ...decision, chosen: 'some', supersedes: 'D-1', recordedBy: 'lea' })
  assert.equal(played.state.decisions[0]?.supersededBy, 'D-2')
  assert.notEqual(played.state.decisions[1]?.confirmedAt, undefined)
  assert.equal(played.tries({ ...decision, supersedes: 'D-1' })?.refused, 'out-of-order')
  assert.equal(played.tries({ ...decision, supersedes: 'D-9' })?.refused, 'wrong-value')
})

test('a situation report counts from the log, in both languages, and says that it is an exercise', () => {
  const played = adopted().does({ ...decision, revisitAt: '2026-03-11T07:00:00.000Z' })
  played.run(recovered('nordwind')).later(2)
  for (const language of ['de', 'en'] as const) {
    const text = situationLines(played.state, { language, now: played.now }).join('\n')
    assert.match(text, /^\*\*\* ÜBUNG \/ EXERCISE \*\*\*/)
    assert.match(text, /D-1/)
    assert.match(text, language === 'de' ? /1 wiederhergestellt/ : /1 restored and verified/)
    assert.match(text, language === 'de' ? /wieder vorzulegen/ : /looked at again/)
  }
})

const plan = planFrom(smallPlan('  - { id: only, title: only, do: [ { text: do it } ] }'))

test('a case ends when everything holds, and goes on where it was when it is opened again', () => {
  const played = adopted(plan)
  assert.equal(played.tries({ command: 'closeCase', person: 'lea' })?.refused, 'gate-closed')
  played.does({ command: 'completeStage', stage: 'only', person: 'lea' })
  // Nobody's data was released: the plan being done is not enough.
  const open = closingCriteria(played.state, played.now).filter((one) => one.open.length > 0)
  assert.deepEqual(
    open.map(({ name }) => name.en),
    ['every tenant that was hit is released'],
  )
  assert.equal(played.tries({ command: 'closeCase', person: 'lea' })?.refused, 'gate-closed')
})

test('a closed case takes nothing but being opened again', () => {
  const none = adopted(plan, { systems: [] })
  none.does({ command: 'completeStage', stage: 'only', person: 'lea' })
  assert.match(none.tries({ command: 'closeCase', person: 'lea' })?.message ?? '', /looked back/)
  none.does({ command: 'beginReview', person: 'lea', until: '2026-03-25T06:00:00.000Z' })
  none.does({ command: 'closeCase', person: 'lea' })
  assert.equal(none.tries(decision)?.refused, 'closed')
  none.run({ command: 'reopen', reason: 'more was found', person: 'lea' })
  assert.equal(none.status('only'), 'done')
  none.does(decision)
})
