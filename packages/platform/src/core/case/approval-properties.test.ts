import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { nightCase, replayed, threePeople } from './approval-case.fixture.ts'
import { contentHash } from './index.ts'
import type { CaseEvent } from './index.ts'

/** What people, time, and somebody who can write the log may do. */
const verdicts = ['approve', 'approve', 'approve', 'reject'] as const
const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('ask' as const) }) },
  {
    weight: 8,
    arbitrary: fc.record({
      do: fc.constant('sign' as const),
      who: fc.nat(2),
      verdict: fc.constantFrom(...verdicts),
    }),
  },
  { weight: 5, arbitrary: fc.record({ do: fc.constantFrom('release' as const, 'writeRelease' as const) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('forge' as const), who: fc.nat(2), as: fc.nat(2) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('replay' as const), nth: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('withdraw' as const), who: fc.nat(2), whole: fc.boolean() }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('fact' as const), digest: fc.constantFrom('a', 'b') }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('revoke' as const), who: fc.nat(2) }) },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('wait' as const), minutes: fc.constantFrom(1, 12, 200) }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('override' as const) }) },
)

test('whatever people do and whoever writes the log: released is only what two people signed, in time, as it was', () => {
  let released = 0
  // Keys take longer to make than all that follows.
  const three = threePeople()
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      const { night, anna, bernd, clara } = nightCase('night-1', three)
      const people = [anna, bernd, clara]
      const words: CaseEvent[] = []
      let request = ''
      /** Written down apart from the rules: who said yes to which facts, when, by which key. */
      let said: { person: string; facts: string; until: number; keyId: string; request: string }[] = []
      for (const one of steps) {
        const isOpen = night.state.units.get('t1')?.released === undefined
        if (one.do === 'ask' && isOpen) {
          const asked = night.ask()
          if (asked.startsWith('request')) request = asked
        }
        if (one.do === 'override' && isOpen) {
          const until = new Date(night.at + 3_600_000).toISOString()
          const content = { facts: night.hashOf(), skips: ['isolation'], until }
          night.ask({ subject: { kind: 'override', name: 't1' }, content, contentHash: contentHash(content) })
        }
        const asked = night.state.requests.get(request)
        if ((one.do === 'sign' || one.do === 'forge') && asked !== undefined) {
          const key = people[one.who] ?? anna
          const verdict = one.do === 'sign' ? one.verdict : 'approve'
          const person = one.do === 'sign' ? key.person : (people[one.as] ?? anna).person
          const word = night.word(key, request, { verdict, person, reason: 'r' })
          const { command: _command, ...event } = word
          words.push({ type: 'approval.given', ...event })
          let isDone = false
          if (one.do === 'sign') isDone = night.run(word) === undefined
          else night.write(words.slice(-1))
          const isOwn = person === key.person
          const counts = one.do === 'sign' ? isDone : isOwn && hasWord(night, request, person)
          const { contentHash: facts, expiresAt } = asked
          if (counts && verdict === 'approve') {
            said.push({ person, facts, until: Date.parse(expiresAt), keyId: key.keyId, request })
          }
          if (counts && verdict === 'reject') said = said.filter((word) => word.request !== request)
        }
        if (one.do === 'replay' && words.length > 0) night.write([words[one.nth % words.length] as CaseEvent])
        if (one.do === 'withdraw') {
          const { person } = people[one.who] ?? anna
          const { whole } = one
          const done = night.run({ command: 'withdrawApproval', request, person, whole, reason: 'r' })
          if (done === undefined) {
            said = said.filter((word) => word.request !== request || (!whole && word.person !== person))
          }
        }
        if (one.do === 'fact' && isOpen) night.scan('t1', one.digest.repeat(64))
        if (one.do === 'revoke') {
          const { keyId } = people[one.who] ?? anna
          night.run({ command: 'revokeKey', keyId, by: 'x', reason: 'r' })
          said = said.filter((word) => word.keyId !== keyId)
        }
        if (one.do === 'wait') night.at += one.minutes * 60_000
        if (one.do === 'release') night.run(releaseOf(night))
        if (one.do === 'writeRelease') {
          const { command: _command, ...fact } = releaseOf(night)
          night.write([{ type: 'unit.released', contentHash: night.hashOf(), ...fact }])
        }
        if (isOpen && night.state.units.get('t1')?.released !== undefined) {
          const facts = night.hashOf()
          const counted = said.filter((word) => word.facts === facts && word.until > night.at)
          assert.ok(new Set(counted.map(({ person }) => person)).size >= 2, JSON.stringify(steps))
          released += 1
        }
      }
      assert.deepEqual(replayed(night), night.state)
    }),
    { numRuns: 1500 },
  )
  assert.ok(released > 0, 'some went through')
})

type Night = ReturnType<typeof nightCase>['night']

function hasWord({ state }: Night, request: string, person: string): boolean {
  return state.requests.get(request)?.given.some((word) => word.person === person) === true
}

function releaseOf({ state }: Night) {
  const manifestDigest = state.units.get('t1')?.restored?.manifestDigest ?? ''
  return {
    command: 'release' as const,
    unit: 't1',
    manifestDigest,
    ruleSetDigest: 'a'.repeat(64),
    files: 5,
    bytes: 50,
  }
}
