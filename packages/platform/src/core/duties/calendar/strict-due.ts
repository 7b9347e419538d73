import type { Period } from '../duty.ts'

/**
 * When a period ends, counted so that nobody can call it late. Hours run on the time line: no rounding up, no weekend,
 * no holiday, no daylight saving. Months end at the same local minute of the same day, else of the month's last day; a
 * local time that a clock change leaves out or repeats counts as the earlier one. Days end so too, or after 24 hours
 * each where that is earlier: 24-hour days over the change to summer time would end after the last day has.
 */
export function strictDue(start: Temporal.Instant, period: Period, zone: string): Temporal.Instant {
  const minute = start.round({ smallestUnit: 'minute', roundingMode: 'floor' })
  switch (period.unit) {
    case 'hours':
      return minute.add({ hours: period.length })
    case 'days': {
      const local = sameLocalMinute(minute, { days: period.length }, zone)
      const onTheLine = minute.add({ hours: 24 * period.length })
      return Temporal.Instant.compare(local, onTheLine) < 0 ? local : onTheLine
    }
    case 'months':
      return sameLocalMinute(minute, { months: period.length }, zone)
  }
}

function sameLocalMinute(
  minute: Temporal.Instant,
  later: { readonly days: number } | { readonly months: number },
  zone: string,
): Temporal.Instant {
  return minute
    .toZonedDateTimeISO(zone)
    .toPlainDateTime()
    .add(later, { overflow: 'constrain' })
    .toZonedDateTime(zone, { disambiguation: 'earlier' })
    .toInstant()
}
