import { createHash } from 'node:crypto'

/** One deadline for a calendar. */
export interface CalendarEntry {
  /** The same for the same deadline in every export, so that calendars move it instead of doubling it. */
  readonly name: string
  readonly due: Temporal.Instant
  readonly summary: string
  readonly description: string
  /** Its start has not come yet: the due time is the latest possible one. */
  readonly isTentative: boolean
  readonly reminders: readonly Temporal.Instant[]
}

/**
 * Deadlines as iCalendar (RFC 5545): events without length at the due time, with an alarm for each reminder. Lines end
 * with CRLF and are folded at 75 octets.
 */
export function icalendar(
  calendar: { readonly name: string; readonly stamp: Temporal.Instant },
  entries: readonly CalendarEntry[],
): string {
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    'PRODID:-//Anlauf//duties//EN',
    `X-WR-CALNAME:${escape(calendar.name)}`,
    ...entries.flatMap((entry) => eventLines(calendar, entry)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

function eventLines(
  calendar: { readonly name: string; readonly stamp: Temporal.Instant },
  { name, due, summary, description, isTentative, reminders }: CalendarEntry,
): string[] {
  const uid = createHash('sha256').update(`${calendar.name}\n${name}`).digest('hex').slice(0, 32)
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@anlauf`,
    `DTSTAMP:${utc(calendar.stamp)}`,
    `DTSTART:${utc(due)}`,
    `SUMMARY:${escape(summary)}`,
    `DESCRIPTION:${escape(description)}`,
    `STATUS:${isTentative ? 'TENTATIVE' : 'CONFIRMED'}`,
    'TRANSP:TRANSPARENT',
    ...reminders.flatMap((time) => [
      'BEGIN:VALARM',
      'ACTION:DISPLAY',
      `DESCRIPTION:${escape(summary)}`,
      `TRIGGER;VALUE=DATE-TIME:${utc(time)}`,
      'END:VALARM',
    ]),
    'END:VEVENT',
  ]
}

/** `20261127T100000Z` */
function utc(time: Temporal.Instant): string {
  return time.toString({ smallestUnit: 'second' }).replace(/[-:]/g, '')
}

/** What would end a value or a line is written as text; other control characters have no place in it. */
function escape(text: string): string {
  return text
    .replace(/[\\;,]/g, (char) => `\\${char}`)
    .replace(/\r\n|\r|\n/g, '\\n')
    .replace(/\p{Cc}/gu, ' ')
}

/** At most 75 octets a line, never inside a character; what follows starts with a space. */
function fold(line: string): string {
  let folded = ''
  let octets = 0
  for (const char of line) {
    const size = Buffer.byteLength(char)
    if (octets + size > 75) {
      folded += '\r\n '
      octets = 1
    }
    folded += char
    octets += size
  }
  return folded
}
