import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { smallPlan } from '../emergency-plan/small-plan.fixture.ts'
import { afterEntry, initialResponse, planView, type ResponseCommand, scopeOf, standingsOf } from './index.ts'
import { adopted, estate, planFrom, Played, recovered } from './played-response.fixture.ts'

const digest = 'a'.repeat(64)

/** Every construct that decides about order: needs of one and of all, forms, evidence, signatures, facts, a gate. */
const plan = planFrom(
  smallPlan(`  - { id: look, title: look, do: [ { task: { text: look, assign: it, form: [ what, "at time" ], evidence: true } } ] }
  - { id: cut, title: cut, needs: [look], forEach: systems where affected and not isolated, do: [ { approve: { subject: isolate, roles: [lead, it], expires: 1h } }, { isolate: { select: systems where affected, text: cut, rollback: back } } ] }
  - { id: keys, title: keys, needs: [cut], do: [ { campaign: { select: systems, text: renew, rollback: none } } ] }
  - { id: back, title: back, needs: [cut], forEach: tenants where affected, do: [ { restore: { select: tenants where affected, layer: full } }, { scan: { select: tenants where affected } } ] }
  - { id: tried, title: tried, needs: [back, keys], forEach: services where affected, do: [ { task: { text: try, assign: it, proves: smoke-tested } } ] }
  - { id: said, title: said, needs: [back, keys, tried], forEach: tenants where affected, gate: [credentials-reset, smoke-tested], do: [ { text: tell } ] }
  - { id: end, title: end, needs: [said, tried, keys], do: [ { approve: { subject: end, roles: [lead, it], expires: 1h } } ] }
`),
)

const small = { ...estate, tenants: estate.tenants.slice(0, 2), systems: estate.systems.slice(0, 3) }
const stages = [
  'look',
  'cut@dir1',
  'cut@mx1',
  'keys',
  'back@nordwind',
  'tried@mail',
  'said@nordwind',
  'said@lindenhof',
  'end',
  'nowhere',
]
const people = ['anna', 'bernd', 'clara']

type Step = (played: Played) => void

const stage = fc.constantFrom(...stages)
const person = fc.constantFrom(...people)
const tries =
  (command: ResponseCommand): Step =>
  (played) =>
    void played.tries(command)

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.tuple(stage, person).map(([one, by]) => tries({ command: 'startStage', stage: one, person: by })),
  fc.tuple(stage, person, fc.boolean()).map(([one, by, isFull]) =>
    tries({
      command: 'completeStage',
      stage: one,
      person: by,
      ...(one === 'look' && {
        filling: {
          values: { what: 'x', ...(isFull && { at: '2026-03-11T06:00:00Z' }) },
          evidence: isFull ? [digest] : [],
        },
      }),
      ...(one.startsWith('tried') && { filling: { values: {}, evidence: [] } }),
    }),
  ),
  fc
    .tuple(fc.constantFrom('skipStage', 'failStage', 'reopenStage'), stage, person)
    .map(([command, one, by]) => tries({ command, stage: one, person: by, reason: 'because' })),
  fc.tuple(stage, person, fc.constantFrom('done', 'skip')).map(([one, by, intent]): Step => (played) => {
    if (one === 'nowhere' || played.status(one) === undefined) return
    played.tries(played.signature(one, by, intent))
  }),
  fc.subarray(['dir1', 'mx1', 'mbox1'], { minLength: 1 }).map((systems): Step => (played) => {
    played.run({
      command: 'record',
      facts: [{ type: 'isolation.proven', systems, probes: 1, proof: digest }],
    })
  }),
  fc.constantFrom('nordwind', 'alpenblick').map(
    (unit): Step =>
      (played) =>
        void played.run(recovered(unit)),
  ),
  fc.constant<Step>((played) => {
    const elements = scopeOf(estate, ['dir1', 'mx1', 'mbox1', 'files1'])
    played.tries({ command: 'extendScope', elements, reason: 'more', person: 'anna' })
  }),
  fc.constant<Step>((played) => void played.later(0.75)),
)

function begun(): Played {
  const played = adopted(plan, { of: small, systems: ['dir1', 'mx1'] })
  return played.registers('anna', 'lead').registers('bernd', 'it').registers('clara', 'it')
}

function shown({ state, now }: Pick<Played, 'state' | 'now'>): unknown {
  return JSON.parse(JSON.stringify(planView(state, { now, instances: 100 }) ?? null))
}

test('whatever is played, every beginning of the log gives the state of that moment', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 25 }), (steps) => {
      const played = begun()
      const live = new Map<number, unknown>()
      for (const one of steps) {
        one(played)
        live.set(played.entries.length, [shown(played), played.now])
      }
      let again = initialResponse('c1')
      for (const entry of played.entries) {
        again = afterEntry(again, entry)
        const moment = live.get(entry.seq) as [unknown, string] | undefined
        if (moment !== undefined) assert.deepEqual(shown({ state: again, now: moment[1] }), moment[0])
      }
    }),
    { numRuns: 60 },
  )
})

test('no order of words starts, fills or ends a stage before those that it needs', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const played = begun()
      for (const one of steps) {
        const { state, now } = played
        const before = played.entries.length
        one(played)
        for (const entry of played.entries.slice(before)) {
          if (!['stage.started', 'stage.filled', 'stage.done'].includes(entry.kind)) continue
          const key = entry.object ?? ''
          const standing = standingsOf(state, now)
            .get(key.split('@')[0] ?? '')
            ?.get(key)
          const needs = (standing?.missing ?? []).filter(({ kind }) => kind === 'needs')
          assert.deepEqual(needs, [], `${entry.kind} ${key}`)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('nothing that two people have to sign is ever done or left out by one', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 30 }), (steps) => {
      const played = begun()
      for (const one of steps) one(played)
      for (const { list } of standingsOf(played.state, played.now).values()) {
        for (const { instance, status, round } of list) {
          if (!instance.stage.actions.some(({ kind }) => kind === 'approve')) continue
          if (status !== 'done' && status !== 'skipped') continue
          const signed = new Set(round.signatures.map((one) => one.person))
          assert.ok(signed.size >= 2, `${instance.key} ${status}`)
        }
      }
    }),
    { numRuns: 60 },
  )
})

test('what was signed in an exercise counts for nothing in earnest, even in a case of the same name', () => {
  const [exercise, earnest] = [true, false].map((isExercise) => {
    const played = new Played()
      .run({
        command: 'declare',
        title: 'x',
        exercise: isExercise,
        tenants: ['nordwind'],
        services: [],
        systems: ['dir1'],
      })
      .does({ command: 'adoptPlan', plan, elements: scopeOf(small, ['dir1']), person: 'lea' })
    return played.registers('anna', 'lead').registers('bernd', 'it')
  })
  assert.ok(exercise !== undefined && earnest !== undefined)
  const signature = exercise.signature('cut@dir1', 'anna')
  assert.equal(earnest.tries(signature)?.refused, 'wrong-signature')
  assert.equal(exercise.tries(signature), undefined)
  // Nor when it is written straight into the log.
  const forged = exercise.entries.at(-1)
  assert.ok(forged !== undefined)
  const after = afterEntry(earnest.state, { ...forged, seq: earnest.state.seq + 1 })
  assert.deepEqual(after.records, earnest.state.records)
})
