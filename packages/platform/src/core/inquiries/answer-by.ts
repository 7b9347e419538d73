import { isWorkingDay } from '../duties/index.ts'
import type { GermanLand } from '../estate/index.ts'

/** Whose days count, and which hours of them. */
export interface DeskHours {
  /** IANA zone. */
  readonly zone: string
  /** Whose holidays are no working days; without it only weekends are none, so that we are never late by a guess. */
  readonly land?: GermanLand
  /** Minutes of the local day, 0 to 1,440; the whole day where nobody said otherwise. */
  readonly from: number
  readonly to: number
}

/** What is promised: so many counted hours until an answer, reminders so many before. */
export const promisedHours = 24
export const reminderHours = [12, 4] as const

/**
 * When so many hours have passed that count: real hours, on working days, within the hours of the desk. The hour in
 * which somebody writes counts from that moment. A year whose holidays nobody knows has none.
 */
export function countedAfter(start: Temporal.Instant, hours: number, desk: DeskHours): Temporal.Instant {
  let left = hours * 3_600_000
  let at = start
  let day = start.toZonedDateTimeISO(desk.zone).toPlainDate()
  for (;;) {
    const { opens, closes } = windowOf(day, desk)
    if (worksOn(day, desk.land) && Temporal.Instant.compare(at, closes) < 0) {
      const begins = Temporal.Instant.compare(at, opens) > 0 ? at : opens
      const free = closes.epochMilliseconds - begins.epochMilliseconds
      if (left <= free) return begins.add({ milliseconds: left })
      left -= free
    }
    at = closes
    day = day.add({ days: 1 })
  }
}

/** The time by which we promise an answer, as ISO text. */
export function answerBy(openedAt: string, desk: DeskHours): string {
  return isoOf(countedAfter(Temporal.Instant.from(openedAt), promisedHours, desk))
}

/** When somebody has to be reminded, and when it is too late: 12 h before, 4 h before, then. */
export function reminderTimes(openedAt: string, desk: DeskHours): readonly string[] {
  const start = Temporal.Instant.from(openedAt)
  return [...reminderHours, 0].map((before) => isoOf(countedAfter(start, promisedHours - before, desk)))
}

function isoOf(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' })
}

function windowOf(
  day: Temporal.PlainDate,
  { zone, from, to }: DeskHours,
): { readonly opens: Temporal.Instant; readonly closes: Temporal.Instant } {
  const at = (minute: number): Temporal.Instant =>
    (minute === 1440
      ? day.add({ days: 1 }).toZonedDateTime(zone)
      : day
          .toPlainDateTime({ hour: Math.floor(minute / 60), minute: minute % 60 })
          .toZonedDateTime(zone, { disambiguation: 'earlier' })
    ).toInstant()
  return { opens: at(from), closes: at(to) }
}

function worksOn(day: Temporal.PlainDate, land: GermanLand | undefined): boolean {
  const known = land === undefined ? undefined : isWorkingDay(day, land)
  return known ?? day.dayOfWeek < 6
}
