import { clockWords, type Language } from './words.ts'

/** A moment in a zone, "Fri 2026-11-27 11:00"; `end` writes midnight as 24:00 of the day before, as lawyers do. */
export function localTime(
  time: Temporal.Instant,
  zone: string,
  { language, end = false }: { readonly language: Language; readonly end?: boolean },
): string {
  const local = time.toZonedDateTimeISO(zone)
  const isEnd = end && local.hour === 0 && local.minute === 0
  const date = (isEnd ? local.subtract({ minutes: 1 }) : local).toPlainDate()
  const weekday = date.toLocaleString(clockWords[language].locale, { weekday: 'short' })
  return `${weekday} ${date.toString()} ${isEnd ? '24:00' : local.toPlainTime().toString({ smallestUnit: 'minute' })}`
}

/** How far a moment is away, "in 2 d 03 h" or "12 min ago". */
export function distance(time: Temporal.Instant, now: Temporal.Instant, language: Language): string {
  const ms = time.epochMilliseconds - now.epochMilliseconds
  const words = clockWords[language]
  const span = spanOf(Math.floor(Math.abs(ms) / 60_000))
  return ms < 0 ? words.ago(span) : words.left(span)
}

function spanOf(minutes: number): string {
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(minutes / 60)
  if (hours === 0) return `${minutes} min`
  if (hours < 48) return `${hours} h ${two(minutes % 60)} min`
  return `${Math.floor(hours / 24)} d ${two(hours % 24)} h`
}
