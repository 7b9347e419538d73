import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { ClockEvent } from '../log/clock-event.ts'
import { type ClockLog, emptyClockLog, withCaseEvent, withClockEvent } from '../log/clock-log.ts'
import { type ClockCommand, decideClock } from './decide-clock.ts'

const declaredAt = '2026-11-24T10:00:00.000Z'
const hours = (count: number): string => new Date(Date.parse(declaredAt) + count * 3_600_000).toISOString()

function declared(): ClockLog {
  const declaration = { title: 'attack', exercise: true, tenants: ['t1', 't2'], services: [] }
  return withCaseEvent(emptyClockLog('c1'), { type: 'case.declared', ...declaration }, declaredAt)
}

function apply(log: ClockLog, command: ClockCommand, at: string): [ClockLog, readonly ClockEvent[]] {
  const events = decideClock(log, command, Temporal.Instant.from(at))
  return [events.reduce((next, event) => withClockEvent(next, event, at), log), events]
}

function ofDuty(events: readonly ClockEvent[], duty: string): string[] {
  return events.flatMap((event) => ('due' in event && event.duty === duty ? [event.type] : []))
}

test('each due time is announced once as approaching and once as missed', () => {
  let log = declared()
  const said: string[] = []
  for (let hour = 0; hour < 80; hour += 0.5) {
    const [next, events] = apply(log, { command: 'tick' }, hours(hour))
    log = next
    said.push(...ofDuty(events, 'gdpr-33-1').map((type) => `${type} ${hour}`))
    assert.deepEqual(apply(log, { command: 'tick' }, hours(hour))[1], [], 'a second look says nothing')
  }
  assert.deepEqual(said, ['clock.approaching 54', 'clock.missed 72.5'])
})

test('after a long silence only what is true now is said; tenants that stand alike share an event', () => {
  const [, events] = apply(declared(), { command: 'tick' }, hours(100))
  assert.deepEqual(ofDuty(events, 'gdpr-33-1'), ['clock.missed'])
  const notices = events.filter((event) => 'due' in event && event.duty === 'gdpr-33-2')
  assert.deepEqual(
    notices.map((event) => 'tenants' in event && event.tenants),
    [['t1', 't2']],
  )
})

test('a clock that jumps back an hour takes nothing back and repeats nothing', () => {
  const times = [71.5, 72.5, 71.5, 60, 72.5, 73]
  let log = declared()
  const said: string[] = []
  for (const hour of times) {
    const [next, events] = apply(log, { command: 'tick' }, hours(hour))
    log = next
    said.push(...ofDuty(events, 'gdpr-33-1'))
  }
  assert.deepEqual(said, ['clock.approaching', 'clock.missed'])
})

test('whatever the clock of the machine does, nothing is announced twice', () => {
  fc.assert(
    fc.property(fc.array(fc.double({ min: 0, max: 200, noNaN: true }), { maxLength: 25 }), (times) => {
      let log = declared()
      const seen = new Set<string>()
      for (const hour of times) {
        const [next, events] = apply(log, { command: 'tick' }, hours(hour))
        log = next
        for (const event of events) {
          if (!('due' in event)) continue
          for (const tenant of event.tenants ?? ['']) {
            const name = [event.type, event.duty, tenant, event.due].join(' ')
            assert.ok(!seen.has(name), name)
            seen.add(name)
          }
        }
      }
    }),
    { numRuns: 40 },
  )
})

test('the proven receipt of a notice starts the customer’s own clock, as an event of its own', () => {
  const meet = (tenants: string[]): ClockCommand => ({
    command: 'meet',
    duty: 'gdpr-33-2',
    tenants,
    metAt: hours(5),
    proof: 'a'.repeat(64),
  })
  const [log, events] = apply(declared(), meet(['t1', 't2']), hours(6))
  assert.deepEqual(
    events.map(({ type }) => type),
    ['clock.met', 'clock.met', 'clock.derived'],
  )
  const derived = events[2]
  assert.ok(derived?.type === 'clock.derived')
  assert.deepEqual(
    [derived.duty, derived.tenants, derived.from, derived.startedAt, derived.due],
    ['gdpr-33-1@tenant', ['t1', 't2'], 'gdpr-33-2', '2026-11-24T15:00:00Z', '2026-11-27T15:00:00Z'],
  )
  const [, later] = apply(log, { command: 'tick' }, hours(5 + 73))
  assert.deepEqual(ofDuty(later, 'gdpr-33-1@tenant'), ['clock.missed'])
})

test('a chain without a declared case has no clocks to announce', () => {
  assert.deepEqual(apply(emptyClockLog('x'), { command: 'tick' }, hours(100))[1], [])
})

test('nothing becomes due in an exercise that is over', () => {
  const score = { passed: true, seed: 1, checks: [], phases: [], scoreDigest: 'a'.repeat(64) }
  const over = withCaseEvent(declared(), { type: 'exercise.scored', ...score }, hours(2))
  assert.deepEqual(apply(over, { command: 'tick' }, hours(5000))[1], [])
  const closed = withCaseEvent(declared(), { type: 'case.closed' }, hours(2))
  assert.deepEqual(apply(closed, { command: 'tick' }, hours(5000))[1], [])
  const again = withCaseEvent(closed, { type: 'case.reopened', reason: 'more', person: 'anna' }, hours(3))
  assert.notDeepEqual(apply(again, { command: 'tick' }, hours(5000))[1], [])
})
