import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { berlinMonthsLater } from '../calendar/independent.fixture.ts'
import { requestClock } from './request-clock.ts'

const profile = { land: 'BE', controller: true } as const
const at = (time: string | number): Temporal.Instant =>
  typeof time === 'number' ? Temporal.Instant.fromEpochMilliseconds(time) : Temporal.Instant.from(time)
const clockOf = (
  receivedAt: string,
  more: { extendedAt?: string; answeredAt?: string } = {},
  now = receivedAt,
) => requestClock({ receivedAt, ...more }, { now: at(now), profile })

test('over 10,000 random receipts: a month, and two more by a second count; never later than the generous reading', () => {
  const moment = fc.integer({ min: Date.UTC(2019, 0, 2), max: Date.UTC(2030, 8, 1) })
  // Of a month that the extension was told: mostly in time, sometimes after it.
  const told = fc.option(fc.double({ min: 0, max: 1.2, noNaN: true }), { nil: undefined })
  fc.assert(
    fc.property(moment, told, (received, share) => {
      const minute = received - (received % 60_000)
      const first = berlinMonthsLater(minute, 1)
      const tellAt = share === undefined ? undefined : Math.floor(received + share * (first - received))
      const clock = requestClock(
        {
          receivedAt: new Date(received).toISOString(),
          ...(tellAt !== undefined && { extendedAt: new Date(tellAt).toISOString() }),
        },
        { now: at(received), profile },
      )
      const isTold = tellAt !== undefined && tellAt <= first
      assert.equal(clock.isExtended, isTold)
      assert.equal(clock.first.epochMilliseconds, first)
      assert.equal(clock.due.epochMilliseconds, isTold ? berlinMonthsLater(first, 2) : first)
      for (const reading of clock.readings) {
        assert.ok('due' in reading, 'Berlin has its holidays')
        assert.ok(Temporal.Instant.compare(clock.due, reading.due) <= 0)
      }
      assert.equal(clock.state, 'running')
      const after = requestClock(
        { receivedAt: new Date(received).toISOString() },
        { now: clock.first.add({ milliseconds: 1 }), profile },
      )
      assert.equal(after.state, 'missed')
    }),
    { numRuns: 10_000 },
  )
})

test('by hand: month ends, leap years, summer time', () => {
  const due = (received: string, extendedAt?: string): string =>
    clockOf(received, extendedAt === undefined ? {} : { extendedAt }).due.toString()
  assert.equal(due('2026-01-31T09:30:00Z'), '2026-02-28T09:30:00Z')
  assert.equal(due('2028-01-31T09:30:00Z'), '2028-02-29T09:30:00Z')
  assert.equal(due('2026-03-10T12:00:00Z'), '2026-04-10T11:00:00Z', 'the same time on the wall')
  assert.equal(due('2026-01-31T09:30:00Z', '2026-02-20T08:00:00Z'), '2026-04-28T08:30:00Z', 'month by month')
  assert.equal(due('2026-01-31T09:30:00Z', '2026-02-28T09:30:01Z'), '2026-02-28T09:30:00Z', 'told too late')
})

test('an answer meets it, late or not; whom the law does not bind owes nothing; before May 2018 there was no such rule', () => {
  const received = '2026-03-10T12:00:00Z'
  assert.deepEqual(
    [
      clockOf(received, { answeredAt: '2026-04-10T11:00:00Z' }).isLate,
      clockOf(received, { answeredAt: '2026-04-10T11:00:01Z' }).isLate,
    ],
    [false, true],
  )
  assert.equal(clockOf(received, {}, '2026-04-05T00:00:00Z').state, 'approaching')
  assert.equal(requestClock({ receivedAt: received }, { now: at(received), profile: {} }).state, 'running')
  const processor = requestClock(
    { receivedAt: received },
    { now: at(received), profile: { controller: false } },
  )
  assert.equal(processor.state, 'notApplicable')
  assert.match(clockOf('2018-05-24T10:00:00Z').because?.en ?? '', /applies from 2018-05-25/)
})
