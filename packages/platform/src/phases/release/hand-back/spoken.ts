import type { HandBackWords } from './words.ts'

/** Figures and times of a receipt as people of one language write them. */
export interface Spoken {
  count(value: number): string
  bytes(value: number): string
  moment(rfc3339: string): string
  age(seconds: number): string
}

/** Times are shown in the provider's zone, with its name. */
export function spoken(words: HandBackWords, timeZone: string): Spoken {
  const count = new Intl.NumberFormat(words.locale)
  const bytes = new Intl.NumberFormat(words.locale, { maximumFractionDigits: 1 })
  const time = new Intl.DateTimeFormat(words.locale, { dateStyle: 'medium', timeStyle: 'long', timeZone })
  return {
    count: (value) => count.format(value),
    bytes(value) {
      const names = ['B', 'KiB', 'MiB', 'GiB', 'TiB', 'PiB']
      const power = value < 1024 ? 0 : Math.min(names.length - 1, Math.floor(Math.log2(value) / 10))
      return `${bytes.format(value / 1024 ** power)} ${names[power]}`
    },
    moment: (text) => (Number.isNaN(Date.parse(text)) ? text : time.format(new Date(text))),
    age(seconds) {
      const days = Math.round(seconds / 86_400)
      if (days >= 2) return words.age(days, 'day')
      const hours = Math.round(seconds / 3600)
      if (hours >= 1) return words.age(hours, 'hour')
      return words.age(Math.max(1, Math.round(seconds / 60)), 'minute')
    },
  }
}
