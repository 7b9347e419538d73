/**
 * A time as it is typed here, `2026-03-08 02:00`: a browser's own field shows it in the order of the browser's language,
 * not of the page, and 03/08 is two different days. Undefined for what is no such time.
 */
export function localTime(text: string): Date | undefined {
  const parts = /^(\d{4})-(\d{2})-(\d{2})[ T](\d{2}):(\d{2})$/.exec(text.trim())
  if (parts === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = parts.slice(1).map(Number)
  const date = new Date(year, month - 1, day, hour, minute)
  // The 31st of April and 25:00 would quietly become another time; so would an hour that summer time skips.
  const isSame =
    date.getFullYear() === year &&
    date.getMonth() === month - 1 &&
    date.getDate() === day &&
    date.getHours() === hour &&
    date.getMinutes() === minute
  return isSame ? date : undefined
}
