import type { Field, Shape } from '../estate/index.ts'
import { mailboxField, type MailboxField, mailboxMisfits } from './mailbox-place.ts'

/** Where strangers come in, as the workplace file says it. */
export interface OutsidePlace {
  /** Loopback address and port. */
  readonly listen: string
  /** The address that people use; a proxy there adds TLS. */
  readonly url?: string
  /** The public site. */
  readonly site?: string
  /** The case that is worked on; its id marks what comes in. */
  readonly case?: string
  /** Local times between which inquiries are answered on working days, "08:00-18:00"; absent: the whole day. */
  readonly serviceHours?: string
  /** Mail address of the desk, which is reminded of what is due; and of its lead, who hears what is late. */
  readonly desk?: string
  readonly deskLead?: string
  /** Where mail to the desk lies; the server looks into it. */
  readonly mailbox?: MailboxField
  /** Personal data of an inquiry is deleted so many months after it was closed. */
  readonly keepMonths: number
}

const text: Shape = { kind: 'text' }

/** The field `outside` of a workplace file. */
export const outsideField: Field = {
  shape: {
    kind: 'object',
    fields: {
      listen: { shape: text, default: '127.0.0.1:7081' },
      url: { shape: text, default: null },
      site: { shape: text, default: null },
      case: { shape: { kind: 'id' }, default: null },
      serviceHours: { shape: text, default: null },
      desk: { shape: text, default: null },
      deskLead: { shape: text, default: null },
      mailbox: mailboxField,
      keepMonths: { shape: { kind: 'number' }, default: 6 },
    },
  },
  default: null,
}

/** What does not fit, as path, message and hint. */
export function* outsideMisfits(outside: OutsidePlace): Generator<[string, string, string]> {
  if (!/^(?:127\.\d+\.\d+\.\d+|localhost|\[::1\]):\d{1,5}$/.test(outside.listen)) {
    yield [
      'outside.listen',
      'this is no loopback address with a port',
      'Write it like 127.0.0.1:7081; a proxy on this machine adds TLS and the public address.',
    ]
  }
  if (outside.serviceHours !== undefined && minutesOf(outside.serviceHours) === undefined) {
    yield [
      'outside.serviceHours',
      'these are no hours of a day',
      'Write them like "08:00-18:00", in local time.',
    ]
  }
  if (outside.mailbox !== undefined) yield* mailboxMisfits(outside.mailbox)
  if (!Number.isInteger(outside.keepMonths) || outside.keepMonths < 1 || outside.keepMonths > 120) {
    yield [
      'outside.keepMonths',
      'this is no number of months',
      'Give a whole number from 1 to 120; counsel knows it.',
    ]
  }
  for (const field of ['desk', 'deskLead'] as const) {
    const address = outside[field]
    if (address !== undefined && !/^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(address)) {
      yield [`outside.${field}`, 'this is no mail address', 'Write it like desk@example.org.']
    }
  }
  const url = outside.url === undefined ? undefined : URL.parse(outside.url)
  if (url === null || (url !== undefined && !(url.protocol === 'https:' && isBare(url)))) {
    yield [
      'outside.url',
      'no browser would trust this address',
      'Write it like https://contact.example.org, without a path.',
    ]
  }
  const site = outside.site === undefined ? undefined : URL.parse(outside.site)
  if (site === null || (site !== undefined && !/^https?:$/.test(site.protocol))) {
    yield ['outside.site', 'this is no address of a site', 'Write it like https://status.example.org/.']
  }
}

/** Minutes of the day; undefined for what is no span of hours. */
export function minutesOf(serviceHours: string): { readonly from: number; readonly to: number } | undefined {
  const [, ...parts] = /^(\d\d):(\d\d)-(\d\d):(\d\d)$/.exec(serviceHours) ?? []
  const [fromHour = NaN, fromMinute = NaN, toHour = NaN, toMinute = NaN] = parts.map(Number)
  const [from, to] = [fromHour * 60 + fromMinute, toHour * 60 + toMinute]
  return fromMinute < 60 && toMinute < 60 && from < to && to <= 1440 ? { from, to } : undefined
}

function isBare(url: URL): boolean {
  return url.pathname === '/' && url.search === '' && url.hash === '' && url.username === ''
}
