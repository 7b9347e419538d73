import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nightCase } from '../case/approval-case.fixture.ts'
import { passkey } from '../case/passkey.fixture.ts'
import { askToState, askToWithdraw, type FactRequest } from './asked-fact.ts'
import type { StatedFact } from './fact.ts'
import { emptyFacts, type FactLog, standingFacts, withRequestedFact } from './fact-log.ts'
import { rolesFor } from './roles.ts'
import { fieldNamed } from './fields/index.ts'

function factNight() {
  const { night } = nightCase()
  const [leo, sam] = [passkey('leo'), passkey('sam')]
  night.register(leo, ['legal'], [], 'x')
  night.register(sam, ['hr'], [], 'x')
  let facts = emptyFacts('night-1')
  const log = (): FactLog => (facts = { ...facts, case: night.state })
  const ask = (request: FactRequest, more: { roles?: readonly string[] } = {}): string =>
    night.ask({ ...request, quorum: 1, roles: more.roles ?? rolesFor(fieldNamed('incident.malicious')) })
  const sign = (key: typeof leo, request: string, role: string): void => {
    night.run(night.word(key, request, { role }))
    facts = withRequestedFact(log(), request, night.now)
  }
  const fact = (value: boolean, asOf = '2026-03-11T05:00:00.000Z'): StatedFact => ({
    field: 'incident.malicious',
    scope: 'all',
    value,
    source: 'report 2',
    confidence: 'high',
    asOf,
    estimate: false,
    evidence: [],
  })
  return { night, leo, sam, log, ask, sign, fact, set: (next: FactLog) => (facts = next) }
}

test('an answer is a fact once somebody signed it with a passkey who may say what is so', () => {
  const { leo, log, ask, sign, fact } = factNight()
  const request = ask(askToState('night-1', fact(true)))
  assert.equal(standingFacts(log()).length, 0)
  sign(leo, request, 'legal')
  const [known] = standingFacts(log())
  assert.deepEqual([known?.value, known?.signed.person, known?.signed.request], [true, 'leo', request])
})

test('who may not say it, and a request that holds another answer than its hash, state nothing', () => {
  const { leo, sam, log, ask, sign, fact } = factNight()
  sign(sam, ask(askToState('night-1', fact(true)), { roles: ['hr'] }), 'hr')
  const { content } = askToState('night-1', fact(false))
  sign(leo, ask({ ...askToState('night-1', fact(true, '2026-03-11T04:00:00.000Z')), content }), 'legal')
  assert.equal(standingFacts(log()).length, 0)
})

test('a fact is taken back by a signature on the reason, or by the own word taken back; it stays readable', () => {
  const { night, leo, log, ask, sign, fact, set } = factNight()
  const first = ask(askToState('night-1', fact(true)))
  sign(leo, first, 'legal')
  const [known] = standingFacts(log())
  assert.ok(known)
  sign(leo, ask(askToWithdraw(known, 'wrong report')), 'legal')
  assert.equal(standingFacts(log()).length, 0)
  assert.equal(log().withdrawn.get(known.id)?.reason, 'wrong report')
  assert.equal(log().stated.size, 1)

  const second = ask(askToState('night-1', fact(false)))
  sign(leo, second, 'legal')
  assert.equal(standingFacts(log()).length, 1)
  night.run({ command: 'withdrawApproval', request: second, person: 'leo', whole: false, reason: 'typo' })
  set(withRequestedFact(log(), second, night.now))
  assert.equal(standingFacts(log()).length, 0)
})
