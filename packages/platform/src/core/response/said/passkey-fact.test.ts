import assert from 'node:assert/strict'
import { test } from 'node:test'

import { nightCase } from '../../case/approval-case.fixture.ts'
import { passkey } from '../../case/passkey.fixture.ts'
import { askToState, type StatedFact } from '../../facts/index.ts'
import { afterEntry, initialResponse } from '../index.ts'
import { names } from './happenings.ts'

test('a fact that a passkey stated has its place in the log as one that a key in a file stated', () => {
  const { night } = nightCase()
  const leo = passkey('leo')
  night.register(leo, ['legal'], [], 'x')
  const fact: StatedFact = {
    field: 'persons.data',
    scope: 'tenant:t1',
    value: { de: 'Adressen', en: 'addresses' },
    source: 'the contract',
    confidence: 'high',
    asOf: '2026-03-11T05:00:00.000Z',
    estimate: false,
    evidence: [],
  }
  const request = night.ask({ ...askToState('night-1', fact), quorum: 1, roles: ['legal'] })
  night.run(night.word(leo, request, { role: 'legal' }))
  const state = night.entries.reduce(afterEntry, initialResponse('night-1'))
  const [known] = [...state.said.facts.stated.values()]
  const signed = night.entries.findLast(({ kind }) => kind === 'approval.given')
  assert.equal(known?.field, 'persons.data')
  assert.deepEqual(state.said.places.get(names.fact(known.id)), { seq: signed?.seq, at: signed?.at })
})
