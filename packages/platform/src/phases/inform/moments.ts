import { type Messages, momentText } from '../../core/messages/index.ts'
import { type Markup, markup } from './markup.ts'

export { momentText }

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
