import type { Messages } from './messages.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

/** A time for people, absolute and with its zone; no text says "an hour ago". */
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
