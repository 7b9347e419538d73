import { clearHint, mayTravel, relayTls, type RelayTls } from '../deliveries/index.ts'
import type { Field, Shape } from '../estate/index.ts'

/** Where mail to the desk lies: a Maildir on this machine, or a server that is asked over IMAP. */
export type MailboxPlace =
  | { readonly maildir: string }
  | {
      readonly host: string
      readonly port: number
      readonly tls: RelayTls
      readonly user: string
      readonly passwordFile: string
      readonly folder: string
      readonly taken: string
    }

/** As the workplace file says it. */
export interface MailboxField {
  readonly maildir?: string
  readonly imap?: Extract<MailboxPlace, { readonly host: string }>
}

const text: Shape = { kind: 'text' }

export const mailboxField: Field = {
  shape: {
    kind: 'object',
    fields: {
      maildir: { shape: text, default: null },
      imap: {
        shape: {
          kind: 'object',
          fields: {
            host: { shape: text },
            port: { shape: { kind: 'number' }, default: 993 },
            tls: { shape: { kind: 'choice', of: [...relayTls] }, default: 'implicit' },
            user: { shape: text },
            passwordFile: { shape: text },
            folder: { shape: text, default: 'INBOX' },
            taken: { shape: text, default: 'Anlauf' },
          },
        },
        default: null,
      },
    },
  },
  default: null,
}

/** The one place that is named. */
export function mailboxOf({ maildir, imap }: MailboxField): MailboxPlace | undefined {
  return maildir === undefined ? imap : { maildir }
}

/** What does not fit, as path, message and hint. */
export function* mailboxMisfits({ maildir, imap }: MailboxField): Generator<[string, string, string]> {
  if ((maildir === undefined) === (imap === undefined)) {
    yield [
      'outside.mailbox',
      'one mailbox is named, as a folder or as a server',
      'Give "maildir: FOLDER", or "imap:" with host, user and passwordFile.',
    ]
  }
  if (imap === undefined) return
  const { host, port, tls, folder, taken } = imap
  if (!Number.isInteger(port) || port < 1 || port > 65_535) {
    yield ['outside.mailbox.imap.port', 'this is no port', '993 with TLS from the start, 143 with starttls.']
  }
  if (!mayTravel(tls, host)) {
    yield ['outside.mailbox.imap.tls', 'without TLS the password would cross the network in clear', clearHint]
  }
  if (folder === taken) {
    yield [
      'outside.mailbox.imap.taken',
      'what was taken in would stay where it came in',
      'Name another folder.',
    ]
  }
  for (const name of [folder, taken]) {
    if (!/^[ -~]{1,200}$/.test(name)) {
      yield [
        'outside.mailbox.imap',
        'the name of a folder has letters beyond ASCII',
        'Write it as the server does (modified UTF-7).',
      ]
    }
  }
}
