import {
  type DeskHours,
  type Inquiry,
  type Reminder,
  reminders,
  remindersBy,
} from '../../../core/inquiries/index.ts'
import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { inquiryColumns, inquiryOf, type InquiryRow } from './inquiry-columns.ts'
import { inquiryChain, inquiryEntry } from './inquiry-chain.ts'

export interface Reminded {
  readonly inquiry: Inquiry
  readonly reminder: Reminder
}

/** Inquiries of one transaction. */
const atOnce = 200
/** Nothing is reminded of earlier; a weekend and holidays in between are longer. */
const horizonHours = 24 * 30

/**
 * Finds what is due by now and was not reminded of, and notes it: each reminder is given once, whoever looks; what was
 * missed while nothing ran is given as the latest one only. What runs over its time is a broken promise, counted here.
 */
export async function remindOfInquiries(
  database: Pick<Database, 'transaction'>,
  {
    now,
    desk,
    actor,
    along,
  }: {
    readonly now: Date
    readonly desk: DeskHours
    readonly actor: string
    /** Done in the same transaction: a reminder that counts as given is in the spool. */
    readonly along?: (session: Session, reminded: readonly Reminded[]) => Promise<void>
  },
): Promise<readonly Reminded[]> {
  const found: Reminded[] = []
  for (let after = ''; ;) {
    const page = await database.transaction(async (session) => {
      const rows = await session.query<InquiryRow>(
        `select ${inquiryColumns} from anlauf.inquiry
          where state = 'open' and reminded < 3 and reference > $1 and answer_by < $2
          order by reference limit $3 for update skip locked`,
        [after, new Date(now.getTime() + horizonHours * 3_600_000), atOnce],
      )
      const due = rows.map(inquiryOf).flatMap((inquiry) => {
        const reached = remindersBy(inquiry, now, desk)
        const reminder = reminders[reached - 1]
        return reached > inquiry.reminded && reminder !== undefined ? [{ inquiry, reached, reminder }] : []
      })
      for (const { inquiry, reached } of due) {
        await session.query(
          'update anlauf.inquiry set reminded = $2, breaches = breaches + $3 where reference = $1',
          [inquiry.reference, reached, reached === 3 ? 1 : 0],
        )
      }
      const at = now.toISOString()
      const entries = due.map(({ inquiry, reminder }) =>
        inquiryEntry(inquiry, { kind: 'inquiry.reminded', at, actor, data: { reminder } }),
      )
      if (entries.length > 0) await evidenceLogWithin(session).append(inquiryChain, entries)
      if (due.length > 0) await along?.(session, due)
      return { due, last: rows.at(-1)?.['reference'] as string | undefined, full: rows.length === atOnce }
    })
    found.push(...page.due.map(({ inquiry, reminder }) => ({ inquiry, reminder })))
    if (!page.full || page.last === undefined) return found
    after = page.last
  }
}
