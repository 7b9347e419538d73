import type { GermanLand } from '../../estate/index.ts'
import { easterInMarch } from './easter.ts'

/**
 * Years of which the holiday laws of all sixteen Länder are in this table. A year outside is unknown, and an
 * unknown holiday never makes a period longer.
 */
export const holidayYears = { first: 2019, last: 2030 } as const

/** Month and day, or days after Easter Sunday, or the Wednesday before 23 November. */
type Day =
  | { readonly month: number; readonly day: number }
  | { readonly easter: number }
  | { readonly repentance: true }

interface Holiday {
  readonly day: Day
  /** Absent: all of Germany. */
  readonly lands?: readonly GermanLand[]
  readonly from?: number
  /** A holiday of one year only. */
  readonly only?: number
}

const on = (month: number, day: number): Day => ({ month, day })

/**
 * Holidays that hold in a whole Land. Those of single municipalities (Assumption Day in parts of BY, Corpus Christi
 * in parts of SN and TH, Augsburg's 8 August) are left out: they could only make a period longer.
 */
const holidays: readonly Holiday[] = [
  { day: on(1, 1) },
  { day: on(1, 6), lands: ['BW', 'BY', 'ST'] },
  { day: on(3, 8), lands: ['BE'] },
  { day: on(3, 8), lands: ['MV'], from: 2023 },
  { day: { easter: -2 } },
  { day: { easter: 0 }, lands: ['BB'] },
  { day: { easter: 1 } },
  { day: on(5, 1) },
  { day: on(5, 8), lands: ['BE'], only: 2020 },
  { day: on(5, 8), lands: ['BE'], only: 2025 },
  { day: { easter: 39 } },
  { day: { easter: 49 }, lands: ['BB'] },
  { day: { easter: 50 } },
  { day: { easter: 60 }, lands: ['BW', 'BY', 'HE', 'NW', 'RP', 'SL'] },
  { day: on(6, 17), lands: ['BE'], only: 2028 },
  { day: on(8, 15), lands: ['SL'] },
  { day: on(9, 20), lands: ['TH'] },
  { day: on(10, 3) },
  { day: on(10, 31), lands: ['BB', 'HB', 'HH', 'MV', 'NI', 'SH', 'SN', 'ST', 'TH'] },
  { day: on(11, 1), lands: ['BW', 'BY', 'NW', 'RP', 'SL'] },
  { day: { repentance: true }, lands: ['SN'] },
  { day: on(12, 25) },
  { day: on(12, 26) },
]

/** The holidays of a Land in a year; undefined for a year that the table does not know. */
export function holidaysOf(land: GermanLand, year: number): readonly Temporal.PlainDate[] | undefined {
  if (year < holidayYears.first || year > holidayYears.last) return undefined
  const known = calculated.get(`${land} ${year}`) ?? calculate(land, year)
  calculated.set(`${land} ${year}`, known)
  return known
}

/** At most sixteen Länder by the years of the table; a flood of inquiries asks for the same one again and again. */
const calculated = new Map<string, readonly Temporal.PlainDate[]>()

function calculate(land: GermanLand, year: number): readonly Temporal.PlainDate[] {
  return holidays
    .filter(({ lands, from, only }) => {
      if (lands !== undefined && !lands.includes(land)) return false
      return year >= (from ?? year) && year === (only ?? year)
    })
    .map(({ day }) => dateOf(day, year))
}

function dateOf(day: Day, year: number): Temporal.PlainDate {
  if ('month' in day) return Temporal.PlainDate.from({ year, ...day })
  if ('repentance' in day) {
    const limit = Temporal.PlainDate.from({ year, month: 11, day: 22 })
    return limit.subtract({ days: (limit.dayOfWeek + 4) % 7 })
  }
  return Temporal.PlainDate.from({ year, month: 3, day: 1 }).add({
    days: easterInMarch(year) - 1 + day.easter,
  })
}
