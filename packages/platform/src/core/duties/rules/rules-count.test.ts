import assert from 'node:assert/strict'
import { test } from 'node:test'

import fc from 'fast-check'

import { authorities } from '../authorities.ts'
import { berlinDaysLater, berlinMonthsLater } from '../calendar/independent.fixture.ts'
import { dueOf, type StartOf } from '../due-of.ts'
import type { Duty, Limit } from '../duty.ts'
import { duties } from './index.ts'

const hour = 3_600_000
const counted = duties.filter(
  (duty): duty is Duty & { clock: Extract<Duty['clock'], { kind: 'period' }> } =>
    duty.clock.kind === 'period' && authorities[duty.recipient].zone === 'Europe/Berlin',
)

/** Once more without calendar library: when a limit that starts then is over. */
function endOf({ period: { length, unit } }: Limit, start: number): number {
  const minute = start - (start % 60_000)
  if (unit === 'hours') return minute + length * hour
  if (unit === 'months') return berlinMonthsLater(minute, length)
  return Math.min(minute + length * 24 * hour, berlinDaysLater(minute, length))
}

test('every period of every rule, over 10,000 random starts: the earliest limit by a second count', () => {
  assert.ok(counted.length > 15)
  const moment = fc.integer({ min: Date.UTC(2019, 0, 2), max: Date.UTC(2030, 8, 1) })
  const started = fc.array(fc.option(moment, { nil: undefined }), { minLength: 2, maxLength: 2 })
  fc.assert(
    fc.property(fc.constantFrom(...counted), started, (duty, [first, second]) => {
      const { limits } = duty.clock
      const startOf = (limit: Limit): number | undefined => (limit === limits[0] ? first : second)
      const of: StartOf = (start) => {
        const limit = limits.find((one) => JSON.stringify(one.start) === JSON.stringify(start))
        const time = limit === undefined ? undefined : startOf(limit)
        return time === undefined ? undefined : Temporal.Instant.fromEpochMilliseconds(time)
      }
      const ends = limits.flatMap((limit) => {
        const start = startOf(limit)
        if (start === undefined) return []
        const end = endOf(limit, start)
        // DORA: classified only after the 24 hours were over, the four hours from then count alone.
        const isLapsed = limit.lapsesAtLater !== undefined && first !== undefined && first > end
        return isLapsed ? [] : [end]
      })
      const due = dueOf(duty, duty.clock, of, { land: 'BE' })
      assert.equal(due?.due.epochMilliseconds, ends.length === 0 ? undefined : Math.min(...ends), duty.id)
      for (const reading of due?.readings ?? []) {
        if ('due' in reading && due !== undefined) {
          assert.ok(Temporal.Instant.compare(due.due, reading.due) <= 0, `${duty.id} ${reading.rule}`)
        }
      }
    }),
    { numRuns: 10_000 },
  )
})
