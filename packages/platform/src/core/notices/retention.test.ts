import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import type { Clock } from '../duties/index.ts'
import { duties } from '../duties/index.ts'
import { mailRetention } from './retention.ts'

const now = Temporal.Instant.from('2026-11-30T03:00:00Z')
const [duty] = duties
assert.ok(duty)
const clock = (state: object): Clock =>
  ({ duty, state, unanswered: [], submissions: [], proposals: [] }) as never
const owed = [
  { kind: 'running' },
  { kind: 'approaching' },
  { kind: 'missed' },
  { kind: 'waiting', latestDue: now.add({ hours: 1 }) },
].map(clock)
const over = [
  { kind: 'met' },
  { kind: 'notApplicable' },
  { kind: 'noClock' },
  { kind: 'waiting' },
  { kind: 'waiting', latestDue: now.subtract({ hours: 1 }) },
].map(clock)

test('mails go only when the case is closed for long enough, nothing is owed, nothing is on the way and nobody keeps it', () => {
  fc.assert(
    fc.property(
      fc.record({
        status: fc.constantFrom('none' as const, 'declared' as const, 'closed' as const),
        days: fc.integer({ min: 0, max: 800 }),
        months: fc.integer({ min: 1, max: 24 }),
        isKept: fc.boolean(),
        exercise: fc.boolean(),
        clocks: fc.array(fc.constantFrom(...owed, ...over), { maxLength: 4 }),
        underway: fc.integer({ min: 0, max: 2 }),
      }),
      ({ status, days, months, isKept, exercise, clocks, underway }) => {
        const closed = now.subtract({ hours: 24 * days })
        const found = mailRetention(
          { id: 'night-1', status, exercise, ...(status === 'closed' && { closedAt: closed.toString() }) },
          { rule: { months, keep: isKept ? ['night-1'] : ['other'] }, clocks: () => clocks, underway, now },
        )
        const isLong =
          Temporal.ZonedDateTime.compare(
            closed.toZonedDateTimeISO('UTC').add({ months }),
            now.toZonedDateTimeISO('UTC'),
          ) <= 0
        const owes = !exercise && clocks.some((one) => owed.includes(one))
        assert.equal(found.may, status === 'closed' && !isKept && isLong && !owes && underway === 0)
      },
    ),
    { numRuns: 2000 },
  )
})
