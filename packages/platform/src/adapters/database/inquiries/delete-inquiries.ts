import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { forgetMails } from '../forget-mails.ts'
import { inquiryChain } from './inquiry-chain.ts'

/** Of one transaction and one entry: references of 9 letters, 10 kB. */
const atOnce = 500

/**
 * Deletes inquiries of which nobody followed the link: the whole row, so that a flood leaves nothing. The evidence
 * keeps their references, by which a person can be told that it happened. Returns how many.
 */
export async function deleteUnconfirmed(
  database: Pick<Database, 'transaction'>,
  { before, at, actor }: { readonly before: Date; readonly at: string; readonly actor: string },
): Promise<number> {
  for (let deleted = 0; ;) {
    const count = await database.transaction(async (session) => {
      const rows = await session.query<{ reference: string }>(
        `delete from anlauf.inquiry where reference in
           (select reference from anlauf.inquiry where state = 'unconfirmed' and received_at <= $1
             order by received_at limit $2 for update skip locked)
         returning reference`,
        [before, atOnce],
      )
      await noteDeleted(session, 'inquiry.expired', rows, { at, actor })
      return rows.length
    })
    deleted += count
    if (count < atOnce) return deleted
  }
}

/** Which inquiries are closed and older, with their words still there. */
export async function countDeletable(session: Session, before: Date): Promise<number> {
  const [row] = await session.query<{ n: number }>(
    `select count(*)::int as n from anlauf.inquiry where words is not null and ${isOver}`,
    [before],
  )
  return row?.n ?? 0
}

/**
 * Deletes what is personal of closed inquiries: words, key, raw mail. The row stays for statistics; nothing in it, and
 * nothing in the evidence, leads back to a person. Returns how many.
 */
export async function deleteWords(
  database: Pick<Database, 'transaction'>,
  { before, at, actor }: { readonly before: Date; readonly at: string; readonly actor: string },
): Promise<number> {
  for (let deleted = 0; ;) {
    const count = await database.transaction(async (session) => {
      const rows = await session.query<{ reference: string }>(
        `with chosen as (select reference from anlauf.inquiry where words is not null and ${isOver} limit $2 for update skip locked),
              mails as (delete from anlauf.inquiry_mail using chosen where inquiry_mail.reference = chosen.reference)
         update anlauf.inquiry i set words = null, secret = null from chosen where i.reference = chosen.reference
         returning i.reference`,
        [before, atOnce],
      )
      await noteDeleted(session, 'inquiry.purged', rows, { at, actor })
      return rows.length
    })
    deleted += count
    if (count < atOnce) return deleted
  }
}

/** Solved then; answered and not heard of since; or set aside, which the police has by then. */
const isOver = `(state = 'solved' and closed_at <= $1 or state = 'answered' and answered_at <= $1
  or state = 'set-aside' and received_at <= $1)`

/** Their mails lose address and words in the same moment. */
async function noteDeleted(
  session: Session,
  kind: string,
  rows: readonly { readonly reference: string }[],
  { at, actor }: { readonly at: string; readonly actor: string },
): Promise<void> {
  if (rows.length === 0) return
  const references = rows.map(({ reference }) => reference).toSorted()
  await forgetMails(session, {
    keys: references.flatMap((one) => [`inquiry-confirm:${one}`, `inquiry-received:${one}`]),
    beginnings: references.flatMap((one) => [
      `inquiry-answer:${one}:`,
      `inquiry-extension:${one}:`,
      `inquiry-law:${one}:`,
    ]),
  })
  await evidenceLogWithin(session).append(inquiryChain, [
    { at, actor, action: 'decide', kind, data: { count: rows.length, references } },
  ])
}
