import { createHash, randomBytes } from 'node:crypto'

import { type Database, inquiryInbox, type Session } from '../../../adapters/database/index.ts'
import {
  classOf,
  type DeskHours,
  type Inquiry,
  type InquiryMail,
  maxMailBytes,
  type MailFace,
  opened,
  readMail,
  type ReadMail,
  receivedMail,
  referenceFrom,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { messages } from '../../../core/messages/index.ts'
import { momentText } from '../../../phases/inform/index.ts'

export interface MailEntrance {
  readonly database: Database
  readonly hours: () => DeskHours
  readonly now: () => Date
  readonly caseId?: string
  /** Addresses that we write from: what comes from them is no person's. */
  readonly own: readonly string[]
  /** Absent where no mail leaves the house. */
  readonly reply?: {
    readonly face: () => MailFace
    readonly send: (session: Session, mails: readonly InquiryMail[]) => Promise<void>
  }
}

/** What became of a mail. */
export type TakenMail =
  | {
      readonly outcome: 'taken'
      readonly reference: string
      readonly state: Inquiry['state']
      readonly replied: boolean
    }
  | { readonly outcome: 'known'; readonly reference: string }

/**
 * Takes a mail in as an inquiry, kept whole beside it; on disk with its evidence when it resolves. The same mail is
 * taken in once. A short reply goes to a person who got none within a day, never to a program, so that no two programs
 * write to each other. Throws `input-invalid` for a mail that is empty or too large.
 */
export async function takeMail(entrance: MailEntrance, raw: Uint8Array): Promise<TakenMail> {
  if (raw.byteLength === 0 || raw.byteLength > maxMailBytes) {
    throw new AnlaufError('input-invalid', `A mail of ${raw.byteLength} bytes is not taken in.`, {
      hint: `It has to have 1 to ${maxMailBytes} bytes. Ask the sender for less; the mail stays where it is.`,
    })
  }
  const { database, now, reply } = entrance
  const sha256 = createHash('sha256').update(raw).digest('hex')
  const known = await referenceOf(database, sha256)
  if (known !== undefined) return { outcome: 'known', reference: known }
  const mail = readMail(raw, { own: entrance.own })
  const mayReply = mail.isByPerson && reply !== undefined && !(await wasRepliedTo(database, mail.from, now()))
  for (;;) {
    const inquiry = inquiryFrom(mail, entrance)
    const asks = mayReply && inquiry.state === 'open' && receivedLetter(inquiry, entrance) !== undefined
    let kept = inquiry
    let replied = false
    const inbox = inquiryInbox(database, {
      hours: entrance.hours,
      // Of what was stored: its case decides where the letter goes.
      async post(session: Session, [stored]) {
        kept = stored ?? kept
        const letter = asks && stored !== undefined ? receivedLetter(stored, entrance) : undefined
        replied = letter !== undefined
        if (letter !== undefined) await reply?.send(session, [letter])
      },
    })
    const stored = await inbox({
      inquiry,
      mail: {
        raw,
        sha256,
        mayReply: asks,
        ...(mail.messageId !== undefined && { messageId: mail.messageId }),
      },
    })
    if (stored) return { outcome: 'taken', reference: kept.reference, state: kept.state, replied }
  }
}

function inquiryFrom(mail: ReadMail, { hours, now, caseId }: MailEntrance): Inquiry {
  const at = now().toISOString()
  const inquiry: Inquiry = {
    reference: referenceFrom(randomBytes(5)),
    channel: 'mail',
    class: classOf('other', mail.message),
    topic: 'other',
    language: mail.language,
    state: 'set-aside',
    receivedAt: at,
    reopened: 0,
    breaches: 0,
    reminded: 0,
    words: {
      name: mail.name,
      message: mail.message || '–',
      ...(mail.from !== undefined && { email: mail.from }),
    },
    secret: randomBytes(16).toString('hex'),
    ...(caseId !== undefined && { caseId }),
  }
  // What a program sent is kept and waits for nobody; a person at the desk can take it out.
  return mail.isByPerson ? opened(inquiry, at, hours()) : inquiry
}

function receivedLetter(inquiry: Inquiry, { hours, reply }: MailEntrance): InquiryMail | undefined {
  if (reply === undefined || inquiry.answerBy === undefined) return undefined
  const by = momentText(messages[inquiry.language], hours().zone, inquiry.answerBy)
  return receivedMail(inquiry, by, reply.face())
}

async function referenceOf(database: Database, sha256: string): Promise<string | undefined> {
  const [row] = await database.query<{ reference: string }>(
    `select reference from anlauf.inquiry_mail where sha256 = decode($1, 'hex')`,
    [sha256],
  )
  return row?.reference
}

async function wasRepliedTo(database: Database, address: string | undefined, now: Date): Promise<boolean> {
  const [row] = await database.query(
    `select 1 from anlauf.inquiry join anlauf.inquiry_mail using (reference)
      where may_reply and received_at > $1 and lower(words->>'email') = lower($2) limit 1`,
    [new Date(now.getTime() - 86_400_000), address ?? ''],
  )
  return row !== undefined
}
