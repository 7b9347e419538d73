import type { FactValue, TextValue } from './fact.ts'
import type { Field } from './field.ts'

type Language = 'de' | 'en'

/** A value as people read it. `isForeign`: nobody wrote it in this language, so it stands there in the other one. */
export function shownValue(
  field: Field,
  value: FactValue,
  language: Language,
  zone = 'Europe/Berlin',
): { readonly text: string; readonly isForeign: boolean } {
  if (field.kind === 'text') return textIn(value as TextValue, language)
  return { text: plain(field, value, language, zone), isForeign: false }
}

function textIn(value: TextValue, language: Language): { text: string; isForeign: boolean } {
  const own = value[language]
  if (own !== undefined) return { text: own, isForeign: false }
  return { text: value.de ?? value.en ?? '', isForeign: true }
}

/** Values fit their fields: nothing else gets into the log. */
function plain(field: Field, value: FactValue, language: Language, zone: string): string {
  switch (field.kind) {
    case 'time':
      return timeIn(value as string, language, zone)
    case 'yesNo':
      return yesNo[language][value === true ? 0 : 1]
    case 'percent':
      return percent(value as number, language)
    case 'minutes':
      return span(value as number, language)
    case 'count':
    case 'money':
      return grouped(value as number, language)
    case 'choice':
      return option(field, value as string, language)
    case 'choices':
      return (value as readonly string[]).map((one) => option(field, one, language)).join('; ')
    case 'list':
      return (value as readonly string[]).join('\n')
    case 'line':
    case 'text':
      return value as string
  }
}

const yesNo = { de: ['ja', 'nein'], en: ['yes', 'no'] } as const

function option({ options = {} }: Field, id: string, language: Language): string {
  return options[id]?.[language] ?? id
}

function grouped(value: number, language: Language): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, language === 'de' ? '.' : ',')
}

function percent(hundredths: number, language: Language): string {
  const whole = Math.floor(hundredths / 100)
  const rest = String(hundredths % 100)
    .padStart(2, '0')
    .replace(/0+$/, '')
  const mark = language === 'de' ? ',' : '.'
  return `${whole}${rest === '' ? '' : `${mark}${rest}`} %`
}

/** Days, hours and minutes, as the form for financial entities asks for them. */
function span(minutes: number, language: Language): string {
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  const day = language === 'de' ? (days === 1 ? 'Tag' : 'Tage') : days === 1 ? 'day' : 'days'
  return `${days} ${day} ${hours} h ${rest} min`
}

/** Local time of the recipient with its offset: "Thu 2026-11-26 11:00 +01:00 (Europe/Berlin)". */
function timeIn(utc: string, language: Language, zone: string): string {
  const local = Temporal.Instant.from(utc).toZonedDateTimeISO(zone)
  const weekday = weekdays[language][local.dayOfWeek - 1] ?? ''
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return `${weekday} ${local.toPlainDate().toString()} ${clock} ${local.offset} (${zone})`
}

const weekdays = {
  de: ['Mo', 'Di', 'Mi', 'Do', 'Fr', 'Sa', 'So'],
  en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
} as const
