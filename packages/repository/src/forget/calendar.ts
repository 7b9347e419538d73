import { civilFromDays, daysFromCivil, readTime } from '../time.ts'

/** In which hour, day, week, month and year a moment lies; equal numbers mean the same one. */
export interface CalendarPlace {
  readonly hour: number
  readonly day: number
  readonly week: number
  readonly month: number
  readonly year: number
}

/**
 * The place of an RFC 3339 time on the calendar of the zone in which it is written: restic writes the local
 * time of the machine, so "daily" means that machine's days. Weeks are those of ISO 8601.
 */
export function calendarPlace(rfc3339: string): CalendarPlace {
  const { nanoseconds, zoneSeconds } = readTime(rfc3339)
  const seconds =
    Number(nanoseconds / 1_000_000_000n) - (nanoseconds % 1_000_000_000n < 0n ? 1 : 0) + zoneSeconds
  const dayNumber = Math.floor(seconds / 86_400)
  const [year, month, dayOfMonth] = civilFromDays(dayNumber)
  const day = year * 10_000 + month * 100 + dayOfMonth
  const hour = day * 100 + Math.floor((seconds - dayNumber * 86_400) / 3_600)
  return { hour, day, week: isoWeek(dayNumber), month: year * 100 + month, year }
}

/** Year and number of the week; a week belongs to the year of its Thursday. Day 0, 1970-01-01, was one. */
function isoWeek(dayNumber: number): number {
  const thursday = dayNumber + 3 - ((((dayNumber + 3) % 7) + 7) % 7)
  const [year] = civilFromDays(thursday)
  return year * 100 + Math.floor((thursday - daysFromCivil(year, 1, 1)) / 7) + 1
}
