import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { freeDays, localDay, offset } from '../duties/calendar/independent.fixture.ts'
import { germanLands } from '../estate/index.ts'
import { answerBy, countedAfter, reminderTimes } from './answer-by.ts'

const zone = 'Europe/Berlin'
const whole = { zone, from: 0, to: 1440 } as const
const quarter = 900_000

/** Counted once more, a quarter of an hour at a time, with neither Temporal nor a time zone database. */
function counted(
  start: number,
  quarters: number,
  land: (typeof germanLands)[number],
  from: number,
  to: number,
): number {
  const free = freeDays(land)
  let left = quarters
  for (let at = start; ; at += quarter) {
    const day = localDay(at)
    const weekday = (day + 4) % 7
    const minute = ((at + offset(at)) % 86_400_000) / 60_000
    const counts = weekday !== 0 && weekday !== 6 && !free.has(day) && minute >= from && minute < to
    if (counts) left -= 1
    if (left === 0) return at + quarter
  }
}

test('the time of an answer fits an independent count over 10,000 moments, Länder and service hours', () => {
  const moments = fc.integer({ min: Date.UTC(2019, 0, 2) / quarter, max: Date.UTC(2030, 11, 1) / quarter })
  const hours = fc.constantFrom([0, 1440], [480, 1080], [0, 720], [360, 1440], [540, 1005], [120, 180])
  fc.assert(
    fc.property(
      moments,
      fc.constantFrom(...germanLands),
      hours,
      fc.integer({ min: 1, max: 30 }),
      (at, land, [from = 0, to = 0], count) => {
        const start = at * quarter
        const found = countedAfter(Temporal.Instant.fromEpochMilliseconds(start), count, {
          zone,
          land,
          from,
          to,
        })
        assert.equal(
          new Date(found.epochMilliseconds).toISOString(),
          new Date(counted(start, count * 4, land, from, to)).toISOString(),
        )
      },
    ),
    {
      numRuns: 10_000,
      // Around both changes of the clock, a leap day, New Year, Easter; the generator alone rarely meets them.
      examples: [
        ['2026-03-27T21:00:00Z', 'BE'],
        ['2026-10-23T22:30:00Z', 'BY'],
        ['2028-02-28T15:00:00Z', 'SN'],
        ['2028-02-29T23:45:00Z', 'NW'],
        ['2026-12-23T13:00:00Z', 'BY'],
        ['2027-03-25T17:15:00Z', 'BB'],
      ].map(
        ([time = '', land]) =>
          [Date.parse(time) / quarter, land as 'BE', [0, 1440] as const, 24] as [
            number,
            'BE',
            readonly [0, 1440],
            number,
          ],
      ),
    },
  )
})

test('by day: over night, over a weekend, over a holiday of one Land, within service hours', () => {
  const berlin = { ...whole, land: 'BE' as const }
  assert.equal(answerBy('2026-03-10T09:30:00.000Z', berlin), '2026-03-11T09:30:00.000Z')
  assert.equal(answerBy('2026-03-13T15:00:00.000Z', berlin), '2026-03-16T15:00:00.000Z', 'Friday to Monday')
  assert.equal(
    answerBy('2026-03-14T15:00:00.000Z', berlin),
    '2026-03-16T23:00:00.000Z',
    'Saturday: all of Monday',
  )
  assert.equal(answerBy('2025-03-07T15:00:00.000Z', berlin), '2025-03-10T15:00:00.000Z')
  assert.equal(answerBy('2026-05-20T08:00:00.000Z', { ...whole, land: 'BY' }), '2026-05-21T08:00:00.000Z')
  assert.equal(
    answerBy('2026-06-03T08:00:00.000Z', { ...whole, land: 'BY' }),
    '2026-06-05T08:00:00.000Z',
    'Corpus Christi',
  )
  assert.equal(answerBy('2026-06-03T08:00:00.000Z', { ...whole, land: 'BE' }), '2026-06-04T08:00:00.000Z')
  assert.equal(
    answerBy('2026-03-27T20:00:00.000Z', berlin),
    '2026-03-30T19:00:00.000Z',
    'the night of the clock change belongs to Sunday: the same hour on Monday is an hour earlier',
  )
  const office = { zone, land: 'BE' as const, from: 480, to: 1080 }
  assert.equal(answerBy('2026-03-10T09:00:00.000Z', office), '2026-03-12T13:00:00.000Z', '8 + 10 + 6 hours')
  assert.deepEqual(reminderTimes('2026-03-13T15:00:00.000Z', berlin), [
    '2026-03-16T03:00:00.000Z',
    '2026-03-16T11:00:00.000Z',
    '2026-03-16T15:00:00.000Z',
  ])
})

test('without a Land, and in a year whose holidays nobody knows, only weekends do not count: never a later promise', () => {
  assert.equal(answerBy('2026-12-24T10:00:00.000Z', whole), '2026-12-25T10:00:00.000Z')
  assert.equal(answerBy('2032-12-24T10:00:00.000Z', { ...whole, land: 'BE' }), '2032-12-27T10:00:00.000Z')
})
