import { RepositoryError } from './error.ts'

const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|([+-])(\d\d):(\d\d))$/

/**
 * Nanoseconds since 1970-01-01T00:00:00Z of an RFC 3339 time with any zone; years 0000 to 9999.
 * Never passes through `Date`, which has milliseconds only. Throws `damaged` when it is no such time.
 */
export function timeToNanoseconds(rfc3339: string): bigint {
  return readTime(rfc3339).nanoseconds
}

/** The same, and how many seconds the zone in which the time is written is ahead of UTC. */
export function readTime(rfc3339: string): { nanoseconds: bigint; zoneSeconds: number } {
  const found = pattern.exec(rfc3339)
  if (found === null) throw notATime(rfc3339)
  const [, year, month, day, hour, minute, second, fraction = '', sign, zoneHour, zoneMinute] = found
  const [m, d, h, min, s] = [Number(month), Number(day), Number(hour), Number(minute), Number(second)]
  // A leap second (60) is accepted and becomes the next minute, as most systems do.
  if (m < 1 || m > 12 || d < 1 || d > daysIn(Number(year), m) || h > 23 || min > 59 || s > 60) {
    throw notATime(rfc3339)
  }
  const [zh, zm] = [Number(zoneHour ?? 0), Number(zoneMinute ?? 0)]
  if (zh > 23 || zm > 59) throw notATime(rfc3339)
  const zoneSeconds = (zh * 60 + zm) * (sign === '-' ? -60 : 60)
  const seconds = daysFromCivil(Number(year), m, d) * 86_400 + h * 3_600 + min * 60 + s - zoneSeconds
  const nanoseconds = Number(fraction.slice(0, 9).padEnd(9, '0'))
  return { nanoseconds: BigInt(seconds) * 1_000_000_000n + BigInt(nanoseconds), zoneSeconds }
}

/**
 * RFC 3339 in UTC with nanoseconds, trailing zeros cut, as Go prints it: `2026-11-23T04:05:06.5Z`.
 * Times outside the years 0000 to 9999 are clamped, because the format cannot say them.
 */
export function nanosecondsToTime(ns: bigint): string {
  const clamped = ns < earliest ? earliest : ns > latest ? latest : ns
  let seconds = Number(clamped / 1_000_000_000n)
  let rest = Number(clamped % 1_000_000_000n)
  if (rest < 0) {
    seconds -= 1
    rest += 1_000_000_000
  }
  const minute = Math.floor(seconds / 60)
  if (minute !== lastMinute.minute) lastMinute = { minute, text: minuteText(minute) }
  const fraction = rest === 0 ? '' : `.${String(rest).padStart(9, '0').replace(/0+$/, '')}`
  return `${lastMinute.text}${two(seconds - minute * 60)}${fraction}Z`
}

/** Files are mostly as old as their neighbours: 0.5 instead of 0.9 µs a time. */
let lastMinute = { minute: Number.NaN, text: '' }

function minuteText(minute: number): string {
  const days = Math.floor(minute / 1_440)
  const ofDay = minute - days * 1_440
  const [year, month, day] = civilFromDays(days)
  return `${String(year).padStart(4, '0')}-${two(month)}-${two(day)}T${two(Math.floor(ofDay / 60))}:${two(ofDay % 60)}:`
}

/** Days since 1970-01-01 in the proleptic Gregorian calendar; March-based eras of 400 years. */
export function daysFromCivil(year: number, month: number, day: number): number {
  const y = month <= 2 ? year - 1 : year
  const era = Math.floor(y / 400)
  const yearOfEra = y - era * 400
  const dayOfYear = Math.floor((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5) + day - 1
  const dayOfEra = yearOfEra * 365 + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100) + dayOfYear
  return era * 146_097 + dayOfEra - 719_468
}

/** Year, month and day of the month of a day since 1970-01-01; the other way round. */
export function civilFromDays(days: number): [number, number, number] {
  const shifted = days + 719_468
  const era = Math.floor(shifted / 146_097)
  const dayOfEra = shifted - era * 146_097
  const yearOfEra = Math.floor(
    (dayOfEra -
      Math.floor(dayOfEra / 1_460) +
      Math.floor(dayOfEra / 36_524) -
      Math.floor(dayOfEra / 146_096)) /
      365,
  )
  const dayOfYear = dayOfEra - (365 * yearOfEra + Math.floor(yearOfEra / 4) - Math.floor(yearOfEra / 100))
  const shiftedMonth = Math.floor((5 * dayOfYear + 2) / 153)
  const day = dayOfYear - Math.floor((153 * shiftedMonth + 2) / 5) + 1
  const month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
  return [yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month, day]
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return month === 4 || month === 6 || month === 9 || month === 11 ? 30 : 31
}

function two(value: number): string {
  return String(value).padStart(2, '0')
}

function notATime(text: string): RepositoryError {
  return new RepositoryError('damaged', `"${text.slice(0, 60)}" is not an RFC 3339 time.`, {
    hint: 'The object that holds it was written by a faulty program; take another snapshot.',
  })
}

const earliest = timeToNanoseconds('0000-01-01T00:00:00Z')
const latest = timeToNanoseconds('9999-12-31T23:59:59.999999999Z')
