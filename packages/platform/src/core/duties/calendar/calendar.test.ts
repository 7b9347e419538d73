import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { type GermanLand, germanLands } from '../../estate/index.ts'
import type { Period } from '../duty.ts'
import { easterInMarch } from './easter.ts'
import { holidaysOf, holidayYears } from './holidays.ts'
import {
  berlinDaysLater,
  berlinEndOfDay,
  berlinMonthsLater,
  easterByGauss,
  freeDays,
  isoDay,
  localDay,
} from './independent.fixture.ts'
import { readingOf } from './reading.ts'
import { strictDue } from './strict-due.ts'

const zone = 'Europe/Berlin'
const runs = { numRuns: 10_000 }
const hour = 3_600_000
const day = 24 * hour
const at = (ms: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(ms)
const instant = (text: string): Temporal.Instant => Temporal.Instant.from(text)

/** Within the years whose holidays are known, with room for the longest period. */
const moments = fc.integer({ min: Date.UTC(2019, 0, 2), max: Date.UTC(2030, 8, 1) })
const periods: fc.Arbitrary<Period> = fc.oneof(
  fc.record({ length: fc.integer({ min: 1, max: 96 }), unit: fc.constant('hours' as const) }),
  fc.record({ length: fc.integer({ min: 1, max: 30 }), unit: fc.constant('days' as const) }),
  fc.record({ length: fc.integer({ min: 1, max: 3 }), unit: fc.constant('months' as const) }),
)
const lands = fc.constantFrom(...germanLands)

test('strict periods fit an independent count over 10,000 random starts', () => {
  fc.assert(
    fc.property(moments, periods, (start, period) => {
      const minute = start - (start % 60_000)
      const ends = {
        hours: minute + period.length * hour,
        days: Math.min(minute + period.length * day, berlinDaysLater(minute, period.length)),
        months: berlinMonthsLater(minute, period.length),
      }
      assert.equal(strictDue(at(start), period, zone).epochMilliseconds, ends[period.unit])
    }),
    runs,
  )
})

test('readings fit an independent count over 10,000 random starts, and none is before the strict due', () => {
  fc.assert(
    fc.property(moments, periods, lands, (start, period, land) => {
      const strict = strictDue(at(start), period, zone)
      for (const rule of ['eu-1182-71', 'bgb', 'two-working-days', 'dora-noon'] as const) {
        const reading = readingOf(rule, at(start), period, { zone, land })
        assert.ok('due' in reading)
        assert.ok(Temporal.Instant.compare(strict, reading.due) <= 0, `${rule} is before the strict due`)
      }
      const european = readingOf('eu-1182-71', at(start), period, { zone, land })
      assert.ok('due' in european)
      assert.equal(european.due.epochMilliseconds, expectedEnd(start, period, land))
    }),
    runs,
  )
})

/** Art. 3 of Reg. 1182/71 once more, with day numbers instead of a calendar library. */
function expectedEnd(start: number, { length, unit }: Period, land: GermanLand): number {
  if (unit === 'hours') return start - (start % hour) + (length + 1) * hour
  let last = localDay(start)
  if (unit === 'days') last += length
  else last = localDay(berlinMonthsLater(start, length))
  while (freeDays(land).has(last) || (last + 3) % 7 > 4) last += 1
  return berlinEndOfDay(last)
}

test('a period that starts later ends earlier by what a clock change or a short month takes at most', () => {
  const slack = { hours: 0, days: hour, months: day + hour }
  fc.assert(
    fc.property(moments, fc.integer({ min: 0, max: 90 * day }), periods, (start, wait, period) => {
      const [one, other] = [start, start + wait].map(
        (ms) => strictDue(at(ms), period, zone).epochMilliseconds,
      )
      assert.ok(Number(one) - Number(other) <= slack[period.unit])
    }),
    runs,
  )
})

test('the reference incident, counted by hand', () => {
  const aware = instant('2023-02-09T22:00:00Z')
  const place = { zone, land: 'BE' } as const
  const due = (rule: 'eu-1182-71' | 'two-working-days'): string => {
    const reading = readingOf(rule, aware, { length: 72, unit: 'hours' }, place)
    return 'due' in reading ? reading.due.toString() : reading.unknown
  }
  assert.equal(strictDue(aware, { length: 24, unit: 'hours' }, zone).toString(), '2023-02-10T22:00:00Z')
  assert.equal(strictDue(aware, { length: 72, unit: 'hours' }, zone).toString(), '2023-02-12T22:00:00Z')
  assert.equal(due('eu-1182-71'), '2023-02-12T23:00:00Z', 'Monday 00:00')
  assert.equal(due('two-working-days'), '2023-02-13T23:00:00Z', 'Monday 24:00')
})

const byHand: [string, string, Period, string][] = [
  ['the last day of February', '2026-01-31T11:00:00Z', { length: 1, unit: 'months' }, '2026-02-28T11:00:00Z'],
  ['a leap day', '2028-01-31T11:00:00Z', { length: 1, unit: 'months' }, '2028-02-29T11:00:00Z'],
  [
    'a month into summer time keeps the local hour',
    '2026-03-01T11:00:00Z',
    { length: 1, unit: 'months' },
    '2026-04-01T10:00:00Z',
  ],
  [
    'a local time that does not exist is the earlier one',
    '2028-02-26T01:30:00Z',
    { length: 1, unit: 'months' },
    '2028-03-26T00:30:00Z',
  ],
  [
    'a local time that exists twice is the first one',
    '2026-09-25T00:30:00Z',
    { length: 1, unit: 'months' },
    '2026-10-25T00:30:00Z',
  ],
  [
    '72 hours over a clock change stay 72 hours',
    '2026-03-27T22:10:59Z',
    { length: 72, unit: 'hours' },
    '2026-03-30T22:10:00Z',
  ],
  ['14 days are 336 hours', '2026-10-20T10:00:00Z', { length: 14, unit: 'days' }, '2026-11-03T10:00:00Z'],
  ['a year’s end', '2026-12-31T22:59:00Z', { length: 1, unit: 'months' }, '2027-01-31T22:59:00Z'],
]
for (const [name, start, period, due] of byHand) {
  test(`strict, by hand: ${name}`, () => {
    assert.equal(strictDue(instant(start), period, zone).toString(), due)
  })
}

test('the noon rule moves from weekends and holidays only', () => {
  const noon = (start: string): string => {
    const reading = readingOf(
      'dora-noon',
      instant(start),
      { length: 72, unit: 'hours' },
      { zone, land: 'NW' },
    )
    return 'due' in reading ? reading.due.toString() : reading.unknown
  }
  assert.equal(noon('2026-11-24T10:00:00Z'), '2026-11-27T10:00:00Z', 'a Friday stays')
  assert.equal(noon('2026-11-25T10:00:00Z'), '2026-11-30T11:00:00Z', 'Saturday becomes Monday noon')
  assert.equal(noon('2026-12-22T10:00:00Z'), '2026-12-28T11:00:00Z', 'Christmas becomes Monday noon')
})

test('what is not known makes no period longer', () => {
  const month: Period = { length: 1, unit: 'months' }
  const read = (start: string, land?: GermanLand): unknown =>
    readingOf('eu-1182-71', instant(start), month, { zone, ...(land && { land }) })
  assert.deepEqual(read('2026-03-01T00:00:00Z'), { rule: 'eu-1182-71', unknown: 'land' })
  assert.deepEqual(read('2030-12-15T00:00:00Z', 'BE'), { rule: 'eu-1182-71', unknown: 'holidays' })
})

test('Easter fits another algorithm from 1900 to 2199', () => {
  for (let year = 1900; year < 2200; year += 1)
    assert.equal(easterInMarch(year), easterByGauss(year), `${year}`)
})

test('holidays of all sixteen Länder', () => {
  const counts: Record<GermanLand, number> = {
    BB: 12,
    BE: 10,
    BW: 12,
    BY: 12,
    HB: 10,
    HE: 10,
    HH: 10,
    MV: 11,
    NI: 10,
    NW: 11,
    RP: 11,
    SH: 10,
    SL: 12,
    SN: 11,
    ST: 11,
    TH: 11,
  }
  for (const land of germanLands) {
    for (let year = holidayYears.first; year <= holidayYears.last; year += 1) {
      const known = new Set((holidaysOf(land, year) ?? []).map((date) => date.toString()))
      const expected = [...freeDays(land)].map(isoDay).filter((date) => date.startsWith(`${year}-`))
      assert.deepEqual([...known].sort(), expected.sort(), `${land} ${year}`)
    }
    assert.equal(holidaysOf(land, 2026)?.length, counts[land], land)
  }
  const named: [GermanLand, string][] = [
    ['SN', '2026-11-18'],
    ['SN', '2022-11-16'],
    ['BE', '2025-05-08'],
    ['BE', '2028-06-17'],
    ['BW', '2026-06-04'],
    ['TH', '2026-09-20'],
    ['BB', '2026-04-05'],
  ]
  for (const [land, date] of named) {
    const year = Number(date.slice(0, 4))
    assert.ok(
      holidaysOf(land, year)?.some((holiday) => holiday.toString() === date),
      `${land} ${date}`,
    )
  }
  assert.equal(holidaysOf('BE', 2018), undefined)
})
