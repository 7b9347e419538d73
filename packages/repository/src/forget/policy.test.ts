import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { snapshotId } from '../id.ts'
import { refusal } from '../small-repository.fixture.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { nanosecondsToTime, timeToNanoseconds } from '../time.ts'
import { calendarPlace } from './calendar.ts'
import { momentBefore, parseDuration, printDuration } from './duration.ts'
import { groupSnapshots } from './group.ts'
import { applyPolicy, isEmptyPolicy, type KeepPolicy } from './policy.ts'

const now = timeToNanoseconds('2026-11-24T12:00:00Z')
let made = 0

function snapshotAt(time: string, more: Partial<Snapshot> = {}): Snapshot {
  made += 1
  const id = snapshotId(made.toString(16).padStart(64, '0'))
  return { id, time, tree: 'ab'.repeat(32) as Snapshot['tree'], paths: ['/'], hostname: 'files1', ...more }
}

/** "time: reasons" of what is kept. */
function kept(snapshots: readonly Snapshot[], policy: KeepPolicy): string[] {
  return applyPolicy(snapshots, policy, now).keep.map(
    ({ snapshot, reasons }) => `${snapshot.time.slice(0, 16)}: ${reasons.join(', ')}`,
  )
}

test('a duration is read in any order, printed in one, and nonsense is refused', () => {
  assert.deepEqual(parseDuration('2h7d5m1y'), { years: 1, months: 5, days: 7, hours: 2 })
  assert.equal(printDuration(parseDuration('2h7d5m1y')), '1y5m7d2h')
  for (const text of ['', '7', 'd', '1w', '-1d', '1d ', '1.5d', '99999999d'])
    assert.throws(() => parseDuration(text), refusal('invalid-argument'), text)
})

test('months go back on the calendar of the zone that is written, as in Go', () => {
  const back = (time: string, span: string): string =>
    nanosecondsToTime(momentBefore(time, parseDuration(span)))
  assert.equal(back('2023-03-31T10:00:00.5Z', '1m'), '2023-03-03T10:00:00.5Z')
  assert.equal(back('2024-02-29T00:30:00+01:00', '1y'), '2023-02-28T23:30:00Z')
  assert.equal(back('2024-01-01T00:30:00+01:00', '1d'), '2023-12-30T23:30:00Z')
  assert.equal(back('2024-01-15T00:00:00Z', '13m'), '2022-12-15T00:00:00Z')
  assert.equal(back('1960-01-01T00:00:00.000000001Z', '1h'), '1959-12-31T23:00:00.000000001Z')
})

test('the place on the calendar is that of the written zone; weeks are those of ISO 8601', () => {
  const { hour, day, week, month, year } = calendarPlace('2021-01-03T23:59:59.9-05:00')
  assert.deepEqual([hour, day, week, month, year], [2_021_010_323, 20_210_103, 202_053, 202_101, 2_021])
  assert.equal(calendarPlace('2018-12-31T00:00:00Z').week, 201_901)
  assert.equal(calendarPlace('1960-01-01T00:00:00Z').week, 195_953)
  fc.assert(
    fc.property(fc.date({ min: new Date(-6e13), max: new Date(2e14), noInvalidDate: true }), (date) => {
      const place = calendarPlace(date.toISOString().replace('.000', ''))
      const digits = date.toISOString().replace(/\D/g, '')
      assert.equal(String(place.hour).padStart(10, '0'), digits.slice(0, 10))
      assert.equal(String(place.day).padStart(8, '0'), digits.slice(0, 8))
      // All days from a Monday to its Sunday share the week.
      const monday = new Date(date.getTime() - ((date.getUTCDay() + 6) % 7) * 86_400_000)
      assert.equal(place.week, calendarPlace(monday.toISOString()).week)
      const before = new Date(monday.getTime() - 86_400_000)
      assert.notEqual(place.week, calendarPlace(before.toISOString()).week)
    }),
  )
})

test('each day keeps its newest snapshot, and the oldest one fills a count that is left', () => {
  const times = ['20T23:00', '20T01:00', '19T12:00', '18T10:00', '18T09:00']
  const snapshots = times.map((time) => snapshotAt(`2026-11-${time}:00Z`))
  assert.deepEqual(kept(snapshots, { daily: 2 }), [
    '2026-11-20T23:00: daily snapshot',
    '2026-11-19T12:00: daily snapshot',
  ])
  assert.deepEqual(kept(snapshots, { daily: 4 }).slice(2), [
    '2026-11-18T10:00: daily snapshot',
    '2026-11-18T09:00: oldest daily snapshot',
  ])
  assert.equal(kept(snapshots, { last: -1 }).length, 5)
})

test('spans count from the newest snapshot that is not in the future; its clock may be wrong', () => {
  const snapshots = ['2027-01-01', '2026-11-20', '2026-11-14', '2026-11-13'].map((day) =>
    snapshotAt(`${day}T00:00:00Z`),
  )
  assert.deepEqual(kept(snapshots, { within: parseDuration('7d') }), [
    '2027-01-01T00:00: within 7d',
    '2026-11-20T00:00: within 7d',
    '2026-11-14T00:00: within 7d',
  ])
  const future = snapshots.slice(0, 1)
  assert.equal(kept(future, { within: parseDuration('1h') }).length, 1, 'all in the future: all are kept')
})

test('of equal times the order is the same in every run, and a snapshot without rule goes', () => {
  const snapshots = Array.from({ length: 5 }, () => snapshotAt('2026-11-20T00:00:00Z'))
  const first = applyPolicy(snapshots, { last: 2 }, now)
  const second = applyPolicy([...snapshots].reverse(), { last: 2 }, now)
  assert.deepEqual(first, second)
  assert.deepEqual([first.keep.length, first.remove.length], [2, 3])
})

test('tags keep whatever has all of one list; the empty tag means none', () => {
  const tagged = (tags: string[]) => snapshotAt('2026-11-20T00:00:00Z', { tags })
  const snapshots = [tagged(['a', 'b']), tagged(['a']), tagged([]), tagged(['c'])]
  assert.deepEqual(kept(snapshots, { tags: [['a', 'b'], ['']] }), [
    '2026-11-20T00:00: has tags [a, b]',
    '2026-11-20T00:00: has tags []',
  ])
})

test('a policy without any rule is empty, a zero span too', () => {
  for (const policy of [{}, { last: 0, tags: [] }, { within: parseDuration('0d') }])
    assert.equal(isEmptyPolicy(policy), true)
  for (const policy of [{ yearly: -1 }, { tags: [['x']] }, { withinDaily: parseDuration('1h') }])
    assert.equal(isEmptyPolicy(policy), false)
})

test('a snapshot is kept or removed, never both, and more counts never keep less', () => {
  const count = fc.integer({ min: 0, max: 5 })
  const counts = fc.record({
    last: count,
    hourly: count,
    daily: count,
    weekly: count,
    monthly: count,
    yearly: count,
  })
  const times = fc.array(fc.date({ min: new Date(1e12), max: new Date(1.8e12), noInvalidDate: true }), {
    maxLength: 30,
  })
  fc.assert(
    fc.property(times, counts, fc.constantFrom('last', 'daily', 'yearly'), (dates, policy, more) => {
      const snapshots = dates.map((date) => snapshotAt(date.toISOString()))
      const { keep, remove } = applyPolicy(snapshots, policy, now)
      const ids = (list: readonly Snapshot[]): string[] => list.map(({ id }) => id).sort()
      assert.deepEqual(ids([...keep.map(({ snapshot }) => snapshot), ...remove]), ids(snapshots))
      const wider = applyPolicy(snapshots, { ...policy, [more]: policy[more as 'last'] + 1 }, now)
      const widerIds = new Set(wider.keep.map(({ snapshot }) => snapshot.id))
      assert.ok(keep.every(({ snapshot }) => widerIds.has(snapshot.id)))
    }),
  )
})

test('groups are divided by what is named, whatever the order of paths and tags', () => {
  const snapshots = [
    snapshotAt('2026-11-20T00:00:00Z', { paths: ['/a', '/b'], tags: ['x', 'y'] }),
    snapshotAt('2026-11-20T00:00:00Z', { paths: ['/b', '/a'], tags: ['y', 'x'] }),
    snapshotAt('2026-11-20T00:00:00Z', { paths: ['/a'], hostname: 'files2' }),
  ]
  const sizes = (by: ('host' | 'paths' | 'tags')[]) =>
    groupSnapshots(snapshots, by).map(({ snapshots: members }) => members.length)
  assert.deepEqual(sizes(['host', 'paths', 'tags']), [2, 1])
  assert.deepEqual(sizes([]), [3])
  assert.deepEqual(groupSnapshots(snapshots, ['paths'])[1]?.paths, ['/a'])
})
