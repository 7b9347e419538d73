import { createHash } from 'node:crypto'

import MailComposer from 'nodemailer/lib/mail-composer'

import type { DkimSigner } from './dkim.ts'
import type { MailSetup } from './mail-setup.ts'
import type { MailPart } from '../../core/deliveries/index.ts'
import type { SpooledRow } from './spool-rows.ts'
import type { WayOut } from './way-out.ts'

/** The bytes of a mail, signed. The same mail has the same Message-ID, however often it is composed. */
export async function composed(
  row: SpooledRow & { readonly parts: readonly MailPart[] },
  { to, subject, text }: WayOut,
  setup: Pick<MailSetup, 'from'>,
  sign?: DkimSigner,
): Promise<Buffer> {
  const { from } = setup
  const mail = await new MailComposer({
    from,
    to: { name: '', address: to },
    subject,
    text,
    textEncoding: 'quoted-printable',
    messageId: messageIdOf(row, setup),
    date: row.queuedAt,
    headers: { 'Auto-Submitted': 'auto-generated', ...row.headers },
    attachments: row.parts.map(({ name, type, content }) => ({
      filename: name,
      contentType: type,
      content: Buffer.from(content),
    })),
    newline: 'windows',
    // Content comes from us as text: nothing is fetched from disk or network on the way.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
    .compile()
    .build()
  return sign === undefined ? mail : Buffer.concat([await sign(mail), mail])
}

/** Names the mail and its address; tells neither. */
export function messageIdOf(
  { key, recipient }: Pick<SpooledRow, 'key' | 'recipient'>,
  { from }: Pick<MailSetup, 'from'>,
): string {
  const domain = from.address.slice(from.address.lastIndexOf('@') + 1)
  return `<${envelopeId({ key, recipient })}@${domain}>`
}

/** For `ENVID`: what a report about the mail gives back. */
export function envelopeId({ key, recipient }: Pick<SpooledRow, 'key' | 'recipient'>): string {
  return createHash('sha256').update(`anlauf mail\n${key}\n${recipient}`).digest('hex').slice(0, 40)
}

/** `bounces+TOKEN@domain`: whoever answers this envelope answers exactly this mail to exactly this person. */
export function envelopeSender(bounces: string, token: string): string {
  const at = bounces.lastIndexOf('@')
  return `${bounces.slice(0, at)}+${token}${bounces.slice(at)}`
}
