import { RepositoryError } from '../error.ts'
import { civilFromDays, daysFromCivil, readTime } from '../time.ts'

/** A span of the calendar, as in restic's `1y5m7d2h`: a month back from 31 March is no fixed number of days. */
export interface Duration {
  readonly years: number
  readonly months: number
  readonly days: number
  readonly hours: number
}

const units = { y: 'years', m: 'months', d: 'days', h: 'hours' } as const
const nanosecondsPerSecond = 1_000_000_000n
const nanosecondsPerDay = 86_400n * nanosecondsPerSecond

/** Reads `1y5m7d2h`, any of the four units in any order. Throws `invalid-argument`. */
export function parseDuration(text: string): Duration {
  const duration = { years: 0, months: 0, days: 0, hours: 0 }
  if (!/^(?:\d{1,7}[ymdh])+$/.test(text)) throw notADuration(text)
  for (const [, count, unit] of text.matchAll(/(\d+)([ymdh])/g)) {
    duration[units[unit as keyof typeof units]] = Number(count)
  }
  return duration
}

/** The same text in a fixed order, without units that are zero. */
export function printDuration(duration: Duration): string {
  return Object.entries(units)
    .map(([letter, unit]) => (duration[unit] === 0 ? '' : `${duration[unit]}${letter}`))
    .join('')
}

/** True when there is no span at all. */
export function isZeroDuration({ years, months, days, hours }: Duration): boolean {
  return years === 0 && months === 0 && days === 0 && hours === 0
}

/**
 * The moment that lies `duration` before an RFC 3339 time, in nanoseconds since 1970: years, months and days on
 * the calendar of the zone in which the time is written, then hours. A day that the month lacks becomes one of
 * the next month (31 March − 1 month = 3 March), as in Go and restic.
 */
export function momentBefore(rfc3339: string, duration: Duration): bigint {
  const { nanoseconds, zoneSeconds } = readTime(rfc3339)
  const zone = BigInt(zoneSeconds) * nanosecondsPerSecond
  const local = nanoseconds + zone
  const day = floorDivide(local, nanosecondsPerDay)
  const [year, month, dayOfMonth] = civilFromDays(Number(day))
  const months = (year - duration.years) * 12 + (month - 1) - duration.months
  const firstOfMonth = daysFromCivil(Math.floor(months / 12), (((months % 12) + 12) % 12) + 1, 1)
  const shifted = BigInt(firstOfMonth + dayOfMonth - 1 - duration.days)
  const timeOfDay = local - day * nanosecondsPerDay
  return (
    shifted * nanosecondsPerDay + timeOfDay - zone - BigInt(duration.hours) * 3_600n * nanosecondsPerSecond
  )
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by
  return value % by < 0n ? quotient - 1n : quotient
}

function notADuration(text: string): RepositoryError {
  return new RepositoryError('invalid-argument', `"${text.slice(0, 60)}" is not a duration.`, {
    hint: 'Write years, months, days and hours like 1y5m7d2h, each part optional.',
  })
}
