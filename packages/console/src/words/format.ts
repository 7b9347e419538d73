import type { Language } from './language.tsx'

const locales = { en: 'en-GB', de: 'de-DE' } as const

/** Absolute time with its zone, as people write it: a time without a zone is a guess; another year is said. */
export function absoluteTime(at: string | number, language: Language): string {
  const date = new Date(at)
  const isThisYear = date.getFullYear() === new Date().getFullYear()
  return (isThisYear ? momentFormat : yearFormat)[language].format(date)
}

/** From when to when; what both share is said once. */
export function timeRange(from: string, to: string, language: Language): string {
  return momentFormat[language].formatRange(new Date(from), new Date(to))
}

/** Date and time to the second, for a list of entries where a minute is too long. */
export function exactTime(at: string | number, language: Language): string {
  return exactFormat[language].format(new Date(at))
}

/** The day alone, and the time of day alone, where the other stands beside it. */
export function day(at: string, language: Language): string {
  return dayFormat[language].format(new Date(at))
}

export function clockTime(at: string, language: Language): string {
  return clockFormat[language].format(new Date(at))
}

const dayFormat = byLanguage((locale) => new Intl.DateTimeFormat(locale, { dateStyle: 'full' }))
const clockFormat = byLanguage((locale) => {
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' } as const
  return new Intl.DateTimeFormat(locale, time)
})

const momentParts = {
  weekday: 'short',
  day: 'numeric',
  month: 'short',
  hour: '2-digit',
  minute: '2-digit',
  timeZoneName: 'short',
} as const
const momentFormat = byLanguage((locale) => new Intl.DateTimeFormat(locale, momentParts))
const yearFormat = byLanguage(
  (locale) => new Intl.DateTimeFormat(locale, { ...momentParts, year: 'numeric' }),
)

const exactFormat = byLanguage((locale) => {
  const day = { year: 'numeric', month: '2-digit', day: '2-digit' } as const
  const time = { hour: '2-digit', minute: '2-digit', second: '2-digit', timeZoneName: 'short' } as const
  return new Intl.DateTimeFormat(locale, { ...day, ...time })
})

/** `3 h 20 min`: the two largest units of a span, without a sign; less than a minute is said to be that. */
export function span(ms: number, language: Language): string {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const d = language === 'de' ? (days === 1 ? 'Tag' : 'Tage') : days === 1 ? 'day' : 'days'
  if (minutes === 0 && ms !== 0) return '< 1 min'
  if (days > 0) return `${days} ${d}${hours > 0 ? ` ${hours} h` : ''}`
  return hours > 0 ? `${hours} h${rest > 0 ? ` ${rest} min` : ''}` : `${rest} min`
}

/** `in 3 h 20 min`, `3 h 20 min ago`. */
export function relativeTime(at: string | number, now: number, language: Language): string {
  const ms = new Date(at).getTime() - now
  if (Math.abs(ms) < 60_000) return language === 'de' ? 'jetzt' : 'now'
  const words = span(ms, language).replace(/\bTage\b/, 'Tagen')
  if (language === 'de') return ms > 0 ? `in ${words}` : `vor ${words}`
  return ms > 0 ? `in ${words}` : `${words} ago`
}

export function count(value: number, language: Language): string {
  return numberFormat[language].format(value)
}

const numberFormat = byLanguage((locale) => new Intl.NumberFormat(locale))
const shortFormat = byLanguage((locale) => new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 }))
const byteUnits = ['B', 'kB', 'MB', 'GB', 'TB', 'PB']

/** Decimal units, as disks and networks are sold. */
export function bytes(value: number, language: Language): string {
  const power = value < 1000 ? 0 : Math.min(Math.floor(Math.log10(value) / 3), byteUnits.length - 1)
  return `${shortFormat[language].format(value / 1000 ** power)} ${byteUnits[power]}`
}

function byLanguage<Format>(make: (locale: string) => Format): Record<Language, Format> {
  return { en: make(locales.en), de: make(locales.de) }
}
