import { createHash } from 'node:crypto'
import { buffer } from 'node:stream/consumers'

import DKIM from 'nodemailer/lib/dkim'
import MailComposer from 'nodemailer/lib/mail-composer'

import type { MailSetup } from './mail-setup.ts'
import type { MailPart } from '../../core/deliveries/index.ts'
import type { SpooledRow } from './spool-rows.ts'
import type { WayOut } from './way-out.ts'

/** What nodemailer signs by itself, and what says that nobody answers and how one unsubscribes (RFC 8058 § 4). */
const signedHeaders =
  'From:Sender:Reply-To:Subject:Date:Message-ID:To:Cc:MIME-Version:Content-Type:Content-Transfer-Encoding:' +
  'In-Reply-To:References:List-Id:List-Help:List-Unsubscribe:List-Unsubscribe-Post:Auto-Submitted'

/** The bytes of a mail, signed. The same mail has the same Message-ID, however often it is composed. */
export async function composed(
  row: SpooledRow & { readonly parts: readonly MailPart[] },
  { to, subject, text }: WayOut,
  setup: Pick<MailSetup, 'from' | 'dkim'>,
): Promise<Buffer> {
  const { from, dkim } = setup
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
  if (dkim === undefined) return mail
  const signer = new DKIM({
    domainName: dkim.domain,
    keySelector: dkim.selector,
    privateKey: dkim.privateKey,
    headerFieldNames: signedHeaders,
  })
  return buffer(signer.sign(mail))
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
