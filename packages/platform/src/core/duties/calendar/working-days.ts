import type { GermanLand } from '../../estate/index.ts'
import { holidaysOf } from './holidays.ts'

/** Monday to Friday without the holidays of the Land; undefined when the year's holidays are not known. */
export function isWorkingDay(date: Temporal.PlainDate, land: GermanLand): boolean | undefined {
  const holidays = holidaysOf(land, date.year)
  if (holidays === undefined) return undefined
  return date.dayOfWeek < 6 && !holidays.some((holiday) => holiday.equals(date))
}

/** The day itself when it is a working day, else the next one; undefined when a year is not known. */
export function workingDayFrom(date: Temporal.PlainDate, land: GermanLand): Temporal.PlainDate | undefined {
  for (let day = date; ; day = day.add({ days: 1 })) {
    const works = isWorkingDay(day, land)
    if (works === undefined) return undefined
    if (works) return day
  }
}

/** The `count`th working day after a day; undefined when a year is not known. */
export function workingDayAfter(
  date: Temporal.PlainDate,
  count: number,
  land: GermanLand,
): Temporal.PlainDate | undefined {
  let day: Temporal.PlainDate | undefined = date
  for (let left = count; left > 0 && day !== undefined; left -= 1) {
    day = workingDayFrom(day.add({ days: 1 }), land)
  }
  return day
}
