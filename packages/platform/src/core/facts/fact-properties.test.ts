import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { factHash, factId, type FactScope, type StatedFact } from './fact.ts'
import type { FactEvent } from './fact-event.ts'
import { withFact } from './fact-log.ts'
import { PlayedFacts, keyOf } from './played-facts.fixture.ts'
import { signFact } from './signed-fact.ts'

const start = new PlayedFacts().declare()
const role = 'legal'
const keyId = start.state.approvers.get(role)?.keyId ?? ''

function stated(fact: StatedFact): FactEvent {
  const contentHash = factHash('case-1', fact)
  const signature = signFact(
    { case: 'case-1', verdict: 'state', contentHash, person: role, role },
    keyOf(role),
  )
  return { type: 'fact.stated', fact, signed: { person: role, role, keyId, signature } }
}

const scopes: fc.Arbitrary<FactScope> = fc.constantFrom('all', 'tenant:nordwind', 'tenant:lindenhof')
const facts: fc.Arbitrary<StatedFact> = fc
  .record({
    field: fc.constantFrom('impact.users', 'cost.damage', 'incident.ongoing'),
    scope: scopes,
    amount: fc.nat(5),
    minute: fc.nat(50),
  })
  .map(({ field, scope, amount, minute }) =>
    start.fact(field, field === 'incident.ongoing' ? amount > 2 : amount, {
      scope,
      asOf: new Date(Date.parse('2026-03-11T08:00:00Z') + minute * 60_000).toISOString(),
    }),
  )

/** Some take the place of one that comes before them in the list. */
const histories: fc.Arbitrary<readonly FactEvent[]> = fc
  .array(fc.tuple(facts, fc.option(fc.nat(8), { nil: undefined })), { maxLength: 9 })
  .map((list) => {
    const all: StatedFact[] = []
    for (const [fact, back] of list) {
      const other = back === undefined ? undefined : all[back]
      all.push(other === undefined ? fact : { ...fact, supersedes: factId(factHash('case-1', other)) })
    }
    return all.map(stated)
  })

function sheetsOf(events: readonly FactEvent[]): readonly string[] {
  const played = new PlayedFacts()
  played.log = start.log
  played.clocks = start.clocks
  for (const event of events) played.log = withFact(played.log, event, PlayedFacts.declaredAt)
  return (['all', 'own', 'tenant:nordwind', 'tenant:lindenhof'] as const).map(
    (scope) => played.sheet(scope).hash,
  )
}

test('whatever the order in which facts came into the log, the sheets are the same', () => {
  const shuffled = histories.chain((events) =>
    fc.tuple(
      fc.constant(events),
      fc.shuffledSubarray([...events], { minLength: events.length, maxLength: events.length }),
    ),
  )
  fc.assert(
    fc.property(shuffled, ([events, other]) => assert.deepEqual(sheetsOf(events), sheetsOf(other))),
    { numRuns: 300 },
  )
})

test('said twice is said once', () => {
  fc.assert(
    fc.property(histories, (events) => assert.deepEqual(sheetsOf(events), sheetsOf([...events, ...events]))),
    { numRuns: 100 },
  )
})

test('nothing about one tenant changes what another one, or our house, reads', () => {
  fc.assert(
    fc.property(histories, (events) => {
      const without = events.filter(
        (event) => event.type !== 'fact.stated' || event.fact.scope !== 'tenant:lindenhof',
      )
      const [all, own, nordwind] = sheetsOf(events)
      assert.deepEqual([all, own, nordwind], sheetsOf(without).slice(0, 3))
    }),
    { numRuns: 200 },
  )
})

test('no later word of older knowledge changes what holds', () => {
  fc.assert(
    fc.property(histories, fc.nat(5), (events, amount) => {
      const older = start.fact('impact.users', amount, { asOf: '2026-03-10T00:00:00.000Z' })
      const played = new PlayedFacts()
      played.log = start.log
      for (const event of events) played.log = withFact(played.log, event, '')
      const before = played.sheet().facts.get('impact.users')
      if (before === undefined) return
      played.log = withFact(played.log, stated(older), '')
      assert.deepEqual(played.sheet().facts.get('impact.users'), before)
    }),
    { numRuns: 200 },
  )
})
