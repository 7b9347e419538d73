import type { MailSetup } from '../../packages/platform/src/adapters/mail-out/index.ts'
import type { MailDraft } from '../../packages/platform/src/core/deliveries/index.ts'

/** A sender that gives its mails to a relay on this machine. */
export function setupFor(port: number, more: Partial<MailSetup> = {}): MailSetup {
  return {
    relay: { host: '127.0.0.1', port, tls: 'none' },
    from: { name: 'Beispiel Hosting AG', address: 'notice@elsewhere.example' },
    bounces: 'bounce@elsewhere.example',
    connections: 3,
    ...more,
  }
}

/** A mail of the notice `l1` to one person. */
export function noticeMail(id: string, more: Partial<MailDraft> = {}): MailDraft {
  return {
    key: `real:l1:${id}:mail`,
    class: 'A',
    case: 'real',
    to: `${id}@customer.example`,
    subject: 'Verletzung des Schutzes Ihrer Daten',
    text: 'Größere Störung.\n.\nZeile mit Punkt davor.\n',
    ...more,
  }
}
