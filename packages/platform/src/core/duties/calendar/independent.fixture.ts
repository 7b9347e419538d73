import type { GermanLand } from '../../estate/index.ts'

/**
 * The calendar once more, for tests: numbers of days since 1970 and the rule of the European Union for summer time,
 * with neither Temporal nor a time zone database. Good for Europe/Berlin from 1996 on.
 */
const hour = 3_600_000
const day = 24 * hour

/** Central European Time, in summer an hour more: from the last Sunday of March to that of October, at 01:00 UTC. */
export function offset(utc: number): number {
  const year = new Date(utc).getUTCFullYear()
  const change = (month: number): number => {
    const last = Date.UTC(year, month + 1, 0, 1)
    return last - new Date(last).getUTCDay() * day
  }
  return utc >= change(2) && utc < change(9) ? 2 * hour : hour
}

/** Number of the local day since 1970. */
export function localDay(utc: number): number {
  return Math.floor((utc + offset(utc)) / day)
}

/** The first moment that shows this local time; for one that does not exist, what summer time would call so. */
function utcOf(local: number): number {
  const [summer, winter] = [local - 2 * hour, local - hour]
  if (offset(summer) === 2 * hour) return summer
  return offset(winter) === hour ? winter : summer
}

/** The same local minute so many days later. */
export function berlinDaysLater(utc: number, days: number): number {
  return utcOf(utc + offset(utc) + days * day)
}

/** The same local minute of the same day so many months later, else of the month's last day. */
export function berlinMonthsLater(utc: number, months: number): number {
  const local = utc + offset(utc)
  const date = new Date(local)
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth() + months]
  const length = new Date(Date.UTC(year, month + 1, 0)).getUTCDate()
  const midnight = Date.UTC(year, month, Math.min(date.getUTCDate(), length))
  return utcOf(midnight + (local % day))
}

/** 24:00 of a local day. */
export function berlinEndOfDay(localDay: number): number {
  return utcOf((localDay + 1) * day)
}

export function isoDay(number: number): string {
  return new Date(number * day).toISOString().slice(0, 10)
}

/** Easter Sunday as day in March, by Gauss with Lichtenberg's corrections. */
export function easterByGauss(year: number): number {
  const k = Math.floor(year / 100)
  const m = 15 + Math.floor((3 * k + 3) / 4) - Math.floor((8 * k + 13) / 25)
  const s = 2 - Math.floor((3 * k + 3) / 4)
  const a = year % 19
  const d = (19 * a + m) % 30
  const r = Math.floor((d + Math.floor(a / 11)) / 29)
  const moon = 21 + d - r
  const sunday = 7 - ((((year + Math.floor(year / 4) + s) % 7) + 7) % 7)
  return moon + (7 - ((((moon - sunday) % 7) + 7) % 7))
}

/** Written down per Land, from 2019 to 2030, as lists of fixed days and distances from Easter. */
const own: Readonly<Record<GermanLand, readonly (string | number)[]>> = {
  BB: [0, 49, '10-31'],
  BE: ['03-08'],
  BW: ['01-06', 60, '11-01'],
  BY: ['01-06', 60, '11-01'],
  HB: ['10-31'],
  HE: [60],
  HH: ['10-31'],
  MV: ['10-31'],
  NI: ['10-31'],
  NW: [60, '11-01'],
  RP: [60, '11-01'],
  SH: ['10-31'],
  SL: [60, '08-15', '11-01'],
  SN: ['10-31'],
  ST: ['01-06', '10-31'],
  TH: ['09-20', '10-31'],
}
const once: Readonly<Partial<Record<GermanLand, readonly string[]>>> = {
  BE: ['2020-05-08', '2025-05-08', '2028-06-17'],
  MV: ['2023', '2024', '2025', '2026', '2027', '2028', '2029', '2030'].map((year) => `${year}-03-08`),
  SN: [
    '2019-11-20',
    '2020-11-18',
    '2021-11-17',
    '2022-11-16',
    '2023-11-22',
    '2024-11-20',
    '2025-11-19',
    '2026-11-18',
    '2027-11-17',
    '2028-11-22',
    '2029-11-21',
    '2030-11-20',
  ],
}

const known = new Map<GermanLand, ReadonlySet<number>>()

/** Numbers of the local days that are holidays in a Land. */
export function freeDays(land: GermanLand): ReadonlySet<number> {
  const found = known.get(land) ?? new Set(listDays(land))
  known.set(land, found)
  return found
}

function listDays(land: GermanLand): number[] {
  const everywhere = ['01-01', -2, 1, '05-01', 39, 50, '10-03', '12-25', '12-26']
  const years = Array.from({ length: 12 }, (_, at) => 2019 + at)
  const yearly = years.flatMap((year) =>
    [...everywhere, ...own[land]].map((rule) =>
      typeof rule === 'string'
        ? Date.parse(`${year}-${rule}`) / day
        : Date.UTC(year, 2, easterByGauss(year)) / day + rule,
    ),
  )
  return [...yearly, ...(once[land] ?? []).map((date) => Date.parse(date) / day)]
}
