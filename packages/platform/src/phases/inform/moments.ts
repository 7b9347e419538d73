import type { Messages } from '../../core/messages/index.ts'
import { type Markup, markup } from './markup.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time for people, absolute and with its zone; no page says "an hour ago". */
export function momentText(words: Messages, timeZone: string, iso: string): string {
  const format = formats.get(`${words.locale} ${timeZone}`) ?? formatFor(words.locale, timeZone)
  const parts = Object.fromEntries(
    format.formatToParts(new Date(iso)).map(({ type, value }) => [type, value]),
  )
  const { weekday = '', day = '', month = '', year = '', hour = '', minute = '', timeZoneName = '' } = parts
  const date = [words.language === 'de' ? `${day}.` : day, month, year].join('\u00a0')
  return words.moment({ weekday, date, clock: `${hour}:${minute}`, zone: timeZoneName })
}

/** Making a format costs a hundred times as much as using it. */
function formatFor(locale: string, timeZone: string): Intl.DateTimeFormat {
  const format = new Intl.DateTimeFormat(locale, {
    timeZone,
    weekday: 'long',
    day: 'numeric',
    month: 'long',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    timeZoneName: 'short',
  })
  formats.set(`${locale} ${timeZone}`, format)
  return format
}

/** The same inside a machine-readable element. */
export function momentElement(words: Messages, timeZone: string, iso: string): Markup {
  return markup`<time datetime="${iso}">${momentText(words, timeZone, iso)}</time>`
}

/** The calendar day of a time in a zone, `2026-03-11`. */
export function dayOf(timeZone: string, iso: string): string {
  return new Intl.DateTimeFormat('en-CA', { timeZone, dateStyle: 'short' }).format(new Date(iso))
}

/** True for an IANA zone that this Node knows. */
export function isTimeZone(timeZone: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone }) instanceof Intl.DateTimeFormat
  } catch {
    return false
  }
}

/** A time as the pages carry it, or undefined for a text that is none. */
export function validTime(iso: string | undefined): string | undefined {
  const time = Date.parse(iso ?? '')
  return Number.isNaN(time) ? undefined : new Date(time).toISOString()
}
