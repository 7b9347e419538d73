import type { GermanLand } from '../../estate/index.ts'
import type { Period, ReadingRule } from '../duty.ts'
import { strictDue } from './strict-due.ts'
import { workingDayAfter, workingDayFrom } from './working-days.ts'

export interface Place {
  readonly zone: string
  /** Whose holidays count; absent when nobody said. */
  readonly land?: GermanLand
}

/** A more generous way to count the same period: when it ends by that rule, or why it cannot be said. */
export type Reading =
  | { readonly rule: ReadingRule; readonly due: Temporal.Instant }
  | { readonly rule: ReadingRule; readonly unknown: 'land' | 'holidays' }

/**
 * The end of a period by another rule than the strict one; never before it.
 *
 * `eu-1182-71`: Reg. (EEC, Euratom) 1182/71 Art. 3(1), (2), (4): the hour or day of the event does not count; days
 * and months end with their last hour, and on a Saturday, Sunday or holiday with that of the next working day.
 * `bgb`: BGB §§ 187(1), 188, 193 give the same ends; for hours by analogy, and § 193 is not applied to hours.
 * `two-working-days`: Reg. 1182/71 Art. 3(5), disputed for hours: not before the second working day after the
 * event's day is over. `dora-noon`: RTS (EU) 2025/301 Art. 5(4): on a weekend or holiday, noon of the next working day.
 */
export function readingOf(rule: ReadingRule, start: Temporal.Instant, period: Period, place: Place): Reading {
  const { zone, land } = place
  if (period.unit === 'hours' && (rule === 'eu-1182-71' || rule === 'bgb')) {
    return { rule, due: nextFullHour(start, zone).add({ hours: period.length }) }
  }
  if (land === undefined) return { rule, unknown: 'land' }
  const due = generousDue(rule, start, period, { zone, land })
  return due === undefined ? { rule, unknown: 'holidays' } : { rule, due }
}

function generousDue(
  rule: ReadingRule,
  start: Temporal.Instant,
  period: Period,
  { zone, land }: Required<Place>,
): Temporal.Instant | undefined {
  const day = start.toZonedDateTimeISO(zone).toPlainDate()
  const strict = strictDue(start, period, zone)
  switch (rule) {
    case 'eu-1182-71':
    case 'bgb':
      return ordinaryEnd(day, start, period, { zone, land })
    case 'two-working-days': {
      const ordinary = ordinaryEnd(day, start, period, { zone, land })
      const second = endOf(workingDayAfter(day, 2, land), zone)
      return ordinary && second && later(ordinary, second)
    }
    case 'dora-noon': {
      const due = strict.toZonedDateTimeISO(zone).toPlainDate()
      const working = workingDayFrom(due, land)
      if (working === undefined || working.equals(due)) return working && strict
      return working.toZonedDateTime({ timeZone: zone, plainTime: '12:00' }).toInstant()
    }
  }
}

function ordinaryEnd(
  day: Temporal.PlainDate,
  start: Temporal.Instant,
  period: Period,
  { zone, land }: Required<Place>,
): Temporal.Instant | undefined {
  if (period.unit === 'hours') return nextFullHour(start, zone).add({ hours: period.length })
  return endOf(workingDayFrom(lastDay(day, period), land), zone)
}

/** The hour of the event does not count, not even when it happened on the stroke of it. */
function nextFullHour(start: Temporal.Instant, zone: string): Temporal.Instant {
  return start
    .toZonedDateTimeISO(zone)
    .round({ smallestUnit: 'hour', roundingMode: 'floor' })
    .toInstant()
    .add({ hours: 1 })
}

function lastDay(day: Temporal.PlainDate, { length, unit }: Period): Temporal.PlainDate {
  return unit === 'months'
    ? day.add({ months: length }, { overflow: 'constrain' })
    : day.add({ days: length })
}

/** The expiry of a day's last hour: 24:00, the next day's start. */
function endOf(day: Temporal.PlainDate | undefined, zone: string): Temporal.Instant | undefined {
  return day?.add({ days: 1 }).toZonedDateTime(zone).toInstant()
}

function later(one: Temporal.Instant, other: Temporal.Instant): Temporal.Instant {
  return Temporal.Instant.compare(one, other) > 0 ? one : other
}
