import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { CaseEvent } from '../../core/case/index.ts'
import { initialDesk } from '../../core/updates/index.ts'
import { exampleEstate as estate, moments, PlayedCase } from './case.fixture.ts'
import { type PublicView, publicView } from './public-view.ts'

const tenants = estate.tenants.map(({ id }) => id)
const services = estate.services.map(({ id }) => id)

const step = fc.oneof(
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('choose' as const), unit: fc.constantFrom(...tenants) }),
  },
  {
    weight: 1,
    arbitrary: fc.constant({ do: 'restoreAll' as const }),
  },
  {
    weight: 3,
    arbitrary: fc.record({ do: fc.constant('ready' as const), unit: fc.constantFrom(...tenants) }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('scan' as const),
      unit: fc.constantFrom(...tenants),
      clean: fc.constantFrom(2409, 2409, 2000),
      unscanned: fc.constantFrom(0, 0, 7),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ do: fc.constant('hold' as const), unit: fc.constantFrom(...tenants) }),
  },
  {
    weight: 9,
    arbitrary: fc.record({ do: fc.constant('release' as const), unit: fc.constantFrom(...tenants) }),
  },
  { weight: 3, arbitrary: fc.constant({ do: 'releaseAll' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'isolate' as const }) },
  { weight: 1, arbitrary: fc.constant({ do: 'close' as const }) },
)
const sequence = fc.record({
  declared: fc.oneof(fc.constant(tenants), fc.subarray(tenants)),
  hit: fc.subarray(services),
  isIsolated: fc.nat(4).map((draw) => draw > 0),
  steps: fc.array(step, { maxLength: 14 }),
})
type Sequence = typeof sequence extends fc.Arbitrary<infer Value> ? Value : never

/** Plays what the rules of the case allow; everything else is refused and leaves no event. */
function play({ declared, hit, isIsolated, steps }: Sequence): PlayedCase {
  const played = new PlayedCase().declare({ tenants: declared, services: hit })
  if (isIsolated) played.isolate()
  const attempt = (what: (played: PlayedCase) => unknown): void => {
    if (played.state.status === 'closed') return
    try {
      what(played)
    } catch {
      // Refused by the case: out of order, unknown unit, closed gate.
    }
  }
  for (const one of steps) {
    played.wait(0.1)
    const release = (unit: string): void => attempt((now) => now.release(unit))
    const ready = (unit: string): void =>
      attempt((now) => now.choose(unit).restore(unit).verify(unit).scan(unit))
    if (one.do === 'choose') attempt((now) => now.choose(one.unit))
    else if (one.do === 'ready') ready(one.unit)
    else if (one.do === 'scan') attempt((now) => now.scan(one.unit, one.clean, one.unscanned))
    else if (one.do === 'restoreAll')
      for (const unit of declared) attempt((now) => now.choose(unit).restore(unit))
    else if (one.do === 'hold') attempt((now) => now.hold(one.unit))
    else if (one.do === 'release') release(one.unit)
    else if (one.do === 'isolate') attempt((now) => now.isolate())
    else if (one.do === 'close') attempt((now) => now.run({ command: 'close' }))
    else
      for (const unit of declared) {
        ready(unit)
        release(unit)
      }
  }
  return played
}

/** Looks at raw events only: the unit's last event is its release. */
function isReleased(events: readonly CaseEvent[], unit: string): boolean {
  return events.findLast((event) => 'unit' in event && event.unit === unit)?.type === 'unit.released'
}

test('a service is operational exactly when it was hit and every customer of it was released, seen in raw events', () => {
  const seen = new Map<string, number>()
  fc.assert(
    fc.property(sequence, (drawn) => {
      const { events, desk } = play(drawn)
      for (const { id, offering } of estate.services) {
        const shown = publicView(desk, estate).services.find((one) => one.id === id)
        const buyers = estate.tenants
          .filter(({ subscriptions }) => subscriptions.some((one) => one.offering === offering))
          .map((tenant) => tenant.id)
        const customers = offering === undefined ? drawn.declared : buyers
        if (shown === undefined) {
          assert.equal(customers.length, 0, 'only a service without customers is left out')
          continue
        }
        seen.set(shown.state, (seen.get(shown.state) ?? 0) + 1)
        const isBack = customers.every((unit) => isReleased(events, unit))
        assert.equal(shown.state === 'operational', drawn.hit.includes(id) && isBack, id)
        assert.equal(shown.state === 'not_affected', !drawn.hit.includes(id), id)
      }
    }),
    { numRuns: 400 },
  )
  for (const state of ['operational', 'partial_outage', 'verifying', 'restoring', 'offline_by_plan']) {
    assert.ok((seen.get(state) ?? 0) > 3, `the sequences reach ${state}: ${JSON.stringify([...seen])}`)
  }
})

test('figures never exceed what events say, and no step is ahead of the one before', () => {
  let withFiles = 0
  fc.assert(
    fc.property(sequence, (drawn) => {
      const { events, desk } = play(drawn)
      const view = publicView(desk, estate)
      let before = drawn.declared.length
      for (const { done, total } of view.steps) {
        assert.equal(total, drawn.declared.length)
        assert.ok(done >= 0 && done <= before)
        before = done
      }
      const restored = drawn.declared.flatMap((unit) => {
        const last = events.findLast((event) => event.type === 'unit.restored' && event.unit === unit)
        return last?.type === 'unit.restored' ? [last] : []
      })
      assert.ok(view.files <= restored.reduce((sum, { files }) => sum + files, 0))
      assert.ok(view.bytes <= restored.reduce((sum, { bytes }) => sum + bytes, 0))
      assert.ok(view.held <= events.filter(({ type }) => type === 'item.quarantined').length)
      assert.equal(view.steps.at(-1)?.done, drawn.declared.filter((unit) => isReleased(events, unit)).length)
      assert.equal(view.releases.length, view.steps.at(-1)?.done)
      if (view.stage === 'allReleased') assert.ok(drawn.declared.every((unit) => isReleased(events, unit)))
      if (view.files > 0) withFiles += 1
    }),
    { numRuns: 300 },
  )
  assert.ok(withFiles > 30, `only ${withFiles} sequences restored anything`)
})

test('a scan that left files open, or found fewer clean than were restored, is no scan in public', () => {
  for (const [clean, unscanned] of [
    [2409, 1],
    [2000, 0],
  ] as const) {
    const played = new PlayedCase().declare().isolate()
    for (const unit of tenants) played.choose(unit).restore(unit).verify(unit).scan(unit, clean, unscanned)
    const view = publicView(played.desk, estate)
    assert.equal(doneOf(view, 'scanned'), 0)
    assert.equal(view.files, 0)
    assert.equal(stateOf(view, 'mail'), 'verifying')
  }
})

test('a customer who is no unit of the case was not released', () => {
  const played = new PlayedCase().declare({ tenants: ['nordwind'], services: ['mail'] }).isolate()
  played.choose('nordwind').restore('nordwind').verify('nordwind').scan('nordwind').release('nordwind')
  const view = publicView(played.desk, estate)
  assert.equal(stateOf(view, 'mail'), 'partial_outage')
  assert.deepEqual(view.services.find(({ id }) => id === 'mail')?.customers, { released: 1, total: 4 })
  assert.equal(view.stage, 'partlyReleased')
})

test('a case without hit services or without units is not "all released"', () => {
  for (const options of [{ services: [] }, { tenants: [] }, { tenants: [], services: [] }]) {
    assert.equal(publicView(new PlayedCase().declare(options).desk, estate).stage, 'declared')
  }
})

test('the stages of one incident, and what a later fact takes back', () => {
  const stages = Object.entries(moments).map(([name, at]) => [name, publicView(at().desk, estate).stage])
  assert.deepEqual(Object.fromEntries(stages), {
    declared: 'declared',
    contained: 'contained',
    restoring: 'restoring',
    verifying: 'restoring',
    partlyReleased: 'partlyReleased',
    allReleased: 'allReleased',
    closed: 'allReleased',
  })
  const again = moments.allReleased().scan('nordwind')
  const view = publicView(again.desk, estate)
  assert.equal(view.stage, 'partlyReleased')
  assert.equal(stateOf(view, 'mail'), 'partial_outage')
})

test('promises: the newest one counts, a broken one stays visible, none is in force after closing', () => {
  const view = publicView(moments.partlyReleased().desk, estate)
  assert.deepEqual(
    view.updates.map(({ number, brokenPromise }) => [number, brokenPromise]),
    [
      [1, undefined],
      [2, undefined],
      [3, undefined],
      [4, '2026-03-11T13:06:00.000Z'],
      [5, '2026-03-11T19:06:00.000Z'],
    ],
  )
  assert.equal(view.nextBy, view.updates.at(-1)?.nextBy)
  assert.equal(publicView(moments.closed().desk, estate).nextBy, undefined)
})

test('an update without a promise, or with times that are none, does not break the site', () => {
  const text = { de: 'x', en: 'x' }
  const played = new PlayedCase().declare().publish('a', text, 'no promise')
  played.publish('b', text, 'no promise', { asOf: 'gestern' })
  const { updates, nextBy } = publicView(played.desk, estate)
  assert.deepEqual(
    updates.map((update) => update.nextBy),
    [undefined, undefined],
  )
  assert.equal(updates[1]?.asOf, updates[1]?.at)
  assert.equal(nextBy, undefined)
})

test('only public contacts that are nobody’s own are shown', () => {
  const [own] = estate.contacts.filter(({ id }) => id === 'c-nordwind')
  assert.ok(own)
  const leaky = {
    ...estate,
    contacts: estate.contacts.map((one) => (one.id === own.id ? { ...one, roles: ['public'] } : one)),
  }
  const shown = publicView(moments.declared().desk, leaky).contacts
  assert.deepEqual(
    shown.map(({ kind, to }) => `${kind} ${to}`),
    ['phone +49 30 23125 100', 'email auskunft@elsewhere.example'],
  )
})

test('nothing is told before a case is declared, nor in a time zone that does not exist', () => {
  assert.throws(() => publicView(initialDesk('x'), estate), { code: 'nothing-to-do' })
  const provider = { ...estate.provider, tz: 'Europe/Atlantis' }
  assert.throws(() => publicView(moments.declared().desk, { ...estate, provider }), {
    code: 'estate-invalid',
  })
})

function doneOf({ steps }: PublicView, name: string): number | undefined {
  return steps.find((one) => one.step === name)?.done
}

function stateOf({ services: list }: PublicView, id: string): string | undefined {
  return list.find((one) => one.id === id)?.state
}
