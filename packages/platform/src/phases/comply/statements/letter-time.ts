const months = {
  de: [
    'Januar',
    'Februar',
    'März',
    'April',
    'Mai',
    'Juni',
    'Juli',
    'August',
    'September',
    'Oktober',
    'November',
    'Dezember',
  ],
  en: [
    'January',
    'February',
    'March',
    'April',
    'May',
    'June',
    'July',
    'August',
    'September',
    'October',
    'November',
    'December',
  ],
} as const

/** "12. Februar 2026, 11:00 (+01:00)": the reader's clock with its distance to UTC, so that it is one moment. */
export function letterTime(utc: string, language: 'de' | 'en', zone: string): string {
  const local = Temporal.Instant.from(utc).toZonedDateTimeISO(zone)
  const clock = local.toPlainTime().toString({ smallestUnit: 'minute' })
  return `${day(local, language)}, ${clock} (${local.offset})`
}

export function letterDay(utc: string, language: 'de' | 'en', zone: string): string {
  return day(Temporal.Instant.from(utc).toZonedDateTimeISO(zone), language)
}

function day(local: Temporal.ZonedDateTime, language: 'de' | 'en'): string {
  const month = months[language][local.month - 1] ?? ''
  return language === 'de' ? `${local.day}. ${month} ${local.year}` : `${local.day} ${month} ${local.year}`
}

/** "1.234.567 Bytes (1,2 MB)": exact for who compares, short for who reads. */
export function letterBytes(bytes: number, language: 'de' | 'en'): string {
  const whole = `${grouped(bytes, language)} ${language === 'de' ? 'Bytes' : 'bytes'}`
  const step = ['kB', 'MB', 'GB', 'TB', 'PB'].findLast((_, at) => bytes >= 1000 ** (at + 1))
  if (step === undefined) return whole
  const power = ['kB', 'MB', 'GB', 'TB', 'PB'].indexOf(step) + 1
  const short = (bytes / 1000 ** power).toFixed(1)
  return `${whole} (${language === 'de' ? short.replace('.', ',') : short} ${step})`
}

export function grouped(value: number, language: 'de' | 'en'): string {
  return String(value).replace(/\B(?=(\d{3})+$)/g, language === 'de' ? '.' : ',')
}
