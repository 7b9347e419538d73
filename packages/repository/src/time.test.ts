import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { refusal } from './small-repository.fixture.ts'
import { nanosecondsToTime, timeToNanoseconds } from './time.ts'

const first = timeToNanoseconds('0000-01-01T00:00:00Z')
const last = timeToNanoseconds('9999-12-31T23:59:59.999999999Z')
const instants = fc.bigInt({ min: first, max: last })

test('every nanosecond of the years 0 to 9999 comes back', () => {
  fc.assert(
    fc.property(instants, (ns) => assert.equal(timeToNanoseconds(nanosecondsToTime(ns)), ns)),
    { numRuns: 2_000 },
  )
})

test('whole milliseconds agree with Date', () => {
  fc.assert(
    fc.property(instants, (ns) => {
      const ms = ns / 1_000_000n
      const text = new Date(Number(ms)).toISOString()
      assert.equal(timeToNanoseconds(text), ms * 1_000_000n)
      assert.equal(new Date(nanosecondsToTime(ms * 1_000_000n)).getTime(), Number(ms))
    }),
    { numRuns: 1_000 },
  )
})

test('the order of instants is the order of their texts', () => {
  fc.assert(
    fc.property(instants, instants, (a, b) => {
      const [left, right] = [nanosecondsToTime(a), nanosecondsToTime(b)].map((text) =>
        text.slice(0, -1).padEnd(20, '.').padEnd(29, '0'),
      )
      assert.equal((left ?? '') < (right ?? ''), a < b)
    }),
  )
})

test('before 1970 the fraction still counts forwards', () => {
  assert.equal(nanosecondsToTime(-1n), '1969-12-31T23:59:59.999999999Z')
  assert.equal(timeToNanoseconds('1969-12-31T23:59:59.999999999Z'), -1n)
  assert.equal(timeToNanoseconds('1931-05-06T07:08:09.000000001Z'), -1_219_942_310_999_999_999n)
  assert.equal(nanosecondsToTime(-62_135_596_800_000_000_000n), '0001-01-01T00:00:00Z')
})

test('trailing zeros are cut as Go cuts them', () => {
  assert.equal(nanosecondsToTime(0n), '1970-01-01T00:00:00Z')
  assert.equal(nanosecondsToTime(500_000_000n), '1970-01-01T00:00:00.5Z')
  assert.equal(nanosecondsToTime(1_000n), '1970-01-01T00:00:00.000001Z')
  assert.equal(nanosecondsToTime(10n), '1970-01-01T00:00:00.00000001Z')
})

test('a zone moves the instant, days and years included', () => {
  const same = ['2026-01-01T00:30:00+01:00', '2025-12-31T23:30:00Z', '2025-12-31T18:00:00-05:30']
  for (const text of same) assert.equal(timeToNanoseconds(text), timeToNanoseconds(same[1] ?? ''))
  assert.equal(timeToNanoseconds('2026-01-01T00:00:00-00:00'), timeToNanoseconds('2026-01-01T00:00:00Z'))
})

test('leap days exist only in leap years, a leap second is the next minute', () => {
  for (const year of ['2000', '2024', '0004', '0000']) timeToNanoseconds(`${year}-02-29T00:00:00Z`)
  for (const year of ['1900', '2023', '2100'])
    assert.throws(() => timeToNanoseconds(`${year}-02-29T00:00:00Z`), refusal('damaged'))
  assert.equal(timeToNanoseconds('2016-12-31T23:59:60Z'), timeToNanoseconds('2017-01-01T00:00:00Z'))
})

test('digits beyond the nanosecond are cut, not rounded', () => {
  assert.equal(timeToNanoseconds('1970-01-01T00:00:00.9999999999Z'), 999_999_999n)
})

test('times outside the years 0 to 9999 are clamped', () => {
  assert.equal(nanosecondsToTime(last + 1n), '9999-12-31T23:59:59.999999999Z')
  assert.equal(nanosecondsToTime(1n << 80n), '9999-12-31T23:59:59.999999999Z')
  assert.equal(nanosecondsToTime(first - 1n), '0000-01-01T00:00:00Z')
})

const noTimes = [
  '',
  'now',
  '2026-01-01',
  '2026-01-01T00:00:00',
  '2026-01-01 00:00:00Z',
  '2026-1-1T00:00:00Z',
  '2026-13-01T00:00:00Z',
  '2026-00-01T00:00:00Z',
  '2026-04-31T00:00:00Z',
  '2026-01-00T00:00:00Z',
  '2026-01-01T24:00:00Z',
  '2026-01-01T00:60:00Z',
  '2026-01-01T00:00:61Z',
  '2026-01-01T00:00:00.Z',
  '2026-01-01T00:00:00+1:00',
  '2026-01-01T00:00:00+24:00',
  '2026-01-01T00:00:00+01:60',
  '12026-01-01T00:00:00Z',
  '-001-01-01T00:00:00Z',
  ' 2026-01-01T00:00:00Z',
  '2026-01-01T00:00:00Z\n',
  '٢٠٢٦-01-01T00:00:00Z',
]

test('what is no RFC 3339 time is refused', () => {
  for (const text of noTimes)
    assert.throws(() => timeToNanoseconds(text), refusal('damaged'), JSON.stringify(text))
})
