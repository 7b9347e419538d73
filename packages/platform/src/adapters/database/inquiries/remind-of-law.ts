import type { Inquiry, requestClockOf } from '../../../core/inquiries/index.ts'
import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { inquiryColumns, inquiryOf, type InquiryRow } from './inquiry-columns.ts'
import { inquiryChain, inquiryEntry } from './inquiry-chain.ts'

/** A data subject's request whose time of law comes near, or is over. */
export interface RemindedOfLaw {
  readonly inquiry: Inquiry
  readonly due: string
  readonly isOver: boolean
  /** How far its reminders have come; that it is over is the last. */
  readonly reached: number
}

type Clock = NonNullable<ReturnType<typeof requestClockOf>>

/** Inquiries of one transaction. */
const atOnce = 200
/** Half, three quarters, nine tenths of the time, its last hour; and that it is over. */
const allReminders = 5

/**
 * Finds requests whose time of law (GDPR Art. 12(3)) comes near, and notes it: each reminder is given once, whoever looks;
 * what was missed while nothing ran is given as the latest one only.
 */
export async function remindOfLaw(
  database: Pick<Database, 'transaction'>,
  {
    now,
    clockOf,
    actor,
    along,
  }: {
    readonly now: Date
    readonly clockOf: (inquiry: Inquiry) => Clock | undefined
    readonly actor: string
    /** Done in the same transaction. */
    readonly along?: (session: Session, reminded: readonly RemindedOfLaw[]) => Promise<void>
  },
): Promise<readonly RemindedOfLaw[]> {
  const found: RemindedOfLaw[] = []
  for (let after = ''; ;) {
    const page = await database.transaction(async (session) => {
      const rows = await session.query<InquiryRow & { readonly lawReminded: number }>(
        `select ${inquiryColumns}, law_reminded as "lawReminded" from anlauf.inquiry
          where class = 'data-subject' and state in ('open', 'unconfirmed') and law_reminded < $1 and reference > $2
          order by reference limit $3 for update skip locked`,
        [allReminders, after, atOnce],
      )
      const due = rows.flatMap(({ lawReminded, ...row }) =>
        remindedOf(inquiryOf(row), lawReminded, now, clockOf),
      )
      for (const { inquiry, reached } of due) {
        await session.query('update anlauf.inquiry set law_reminded = $2 where reference = $1', [
          inquiry.reference,
          reached,
        ])
      }
      const at = now.toISOString()
      const entries = due.map(({ inquiry, due: by, isOver }) =>
        inquiryEntry(inquiry, {
          kind: 'inquiry.lawReminded',
          at,
          actor,
          data: { duty: 'gdpr-12-3', due: by, over: isOver },
        }),
      )
      if (entries.length > 0) await evidenceLogWithin(session).append(inquiryChain, entries)
      if (due.length > 0) await along?.(session, due)
      return { due, last: rows.at(-1)?.['reference'] as string | undefined, full: rows.length === atOnce }
    })
    found.push(...page.due)
    if (!page.full || page.last === undefined) return found
    after = page.last
  }
}

function remindedOf(
  inquiry: Inquiry,
  before: number,
  now: Date,
  clockOf: (inquiry: Inquiry) => Clock | undefined,
) {
  const clock = clockOf(inquiry)
  if (clock === undefined || clock.state === 'notApplicable') return []
  const isOver = clock.state === 'missed'
  const near = clock.reminders.filter((time) => time.epochMilliseconds <= now.getTime()).length
  const reached = isOver ? allReminders : near
  return reached > before ? [{ inquiry, reached, due: clock.due.toString(), isOver }] : []
}
