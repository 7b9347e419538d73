import { createHash } from 'node:crypto'

/** A moment, or a window when it has an end. */
export interface CalendarEntry {
  /** The same for the same entry in every file, so that calendars move it instead of doubling it. */
  readonly name: string
  readonly due: Temporal.Instant
  /** End of a window; without it the entry has no length. */
  readonly end?: Temporal.Instant
  readonly summary: string
  readonly description: string
  readonly state: 'tentative' | 'confirmed' | 'cancelled'
  /** Rises with each change of the entry; calendars believe the highest. */
  readonly revision?: number
  /** When it was said so; the file's own time without it. */
  readonly stamp?: Temporal.Instant
  readonly url?: string
  readonly reminders: readonly Temporal.Instant[]
}

interface Calendar {
  readonly name: string
  readonly stamp: Temporal.Instant
  /** Which part of the program made it, for PRODID. */
  readonly maker?: string
  readonly language?: 'de' | 'en'
  /** How often subscribers should look again (RFC 7986), in minutes. */
  readonly refreshMinutes?: number
}

/**
 * Entries as iCalendar (RFC 5545), with an alarm for each reminder. Lines end with CRLF and are folded at 75 octets.
 */
export function icalendar(calendar: Calendar, entries: readonly CalendarEntry[]): string {
  const { name, maker = 'duties', language = 'en', refreshMinutes } = calendar
  const lines = [
    'BEGIN:VCALENDAR',
    'VERSION:2.0',
    `PRODID:-//Anlauf//${maker}//${language.toUpperCase()}`,
    `X-WR-CALNAME:${escape(name)}`,
    ...(refreshMinutes === undefined
      ? []
      : [`REFRESH-INTERVAL;VALUE=DURATION:PT${refreshMinutes}M`, `X-PUBLISHED-TTL:PT${refreshMinutes}M`]),
    ...entries.flatMap((entry) => eventLines(calendar, entry)),
    'END:VCALENDAR',
  ]
  return lines.map((line) => `${fold(line)}\r\n`).join('')
}

function eventLines(calendar: Calendar, entry: CalendarEntry): string[] {
  const { name, due, end, summary, description, state, revision = 0, stamp, url, reminders } = entry
  const uid = createHash('sha256').update(`${calendar.name}\n${name}`).digest('hex').slice(0, 32)
  return [
    'BEGIN:VEVENT',
    `UID:${uid}@anlauf`,
    `DTSTAMP:${utc(stamp ?? calendar.stamp)}`,
    `SEQUENCE:${revision}`,
    `DTSTART:${utc(due)}`,
    ...(end === undefined ? [] : [`DTEND:${utc(end)}`]),
    `SUMMARY:${escape(summary)}`,
    `DESCRIPTION:${escape(description)}`,
    `STATUS:${state.toUpperCase()}`,
    'TRANSP:TRANSPARENT',
    ...(url === undefined ? [] : [`URL:${url}`]),
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
