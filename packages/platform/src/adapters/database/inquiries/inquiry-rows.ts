import type { Inquiry, InquiryClass, InquiryDecision, InquiryState } from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { inquiryColumns, inquiryOf, type InquiryRow } from './inquiry-columns.ts'
import { inquiryChain, inquiryEntry } from './inquiry-chain.ts'

/** Undefined for a reference that is not there. */
export async function inquiryNamed(session: Session, reference: string): Promise<Inquiry | undefined> {
  const [row] = await session.query<InquiryRow>(
    `select ${inquiryColumns} from anlauf.inquiry where reference = $1`,
    [reference],
  )
  return row === undefined ? undefined : inquiryOf(row)
}

export interface InquiryFilter {
  readonly states?: readonly InquiryState[]
  readonly class?: InquiryClass
  readonly caseId?: string
  readonly limit?: number
}

/** What waits longest for an answer comes first, then what was answered, the newest first. */
export async function inquiriesBy(
  session: Session,
  { states, class: ofClass, caseId, limit = 200 }: InquiryFilter = {},
): Promise<readonly Inquiry[]> {
  const rows = await session.query<InquiryRow>(
    `select ${inquiryColumns} from anlauf.inquiry
      where ($1::text[] is null or state = any($1)) and ($2::text is null or class = $2)
        and ($3::text is null or case_id = $3)
      order by case when state = 'open' then 0 else 1 end, case when state = 'open' then answer_by end, received_at desc,
        reference limit $4`,
    [states ?? null, ofClass ?? null, caseId ?? null, limit],
  )
  return rows.map(inquiryOf)
}

/**
 * Decides on the inquiry as it is now and stores what comes of it, with its entry of evidence: both or neither, and
 * nobody else in between. Undefined: there was nothing left to do. Throws `not-found`, and whatever `decide` throws.
 */
export function changeInquiry(
  database: Pick<Database, 'transaction'>,
  reference: string,
  {
    at,
    actor,
    decide,
    along,
  }: {
    readonly at: string
    readonly actor: string
    readonly decide: (inquiry: Inquiry) => InquiryDecision | undefined
    /** Done in the same transaction, after it. */
    readonly along?: (session: Session, inquiry: Inquiry) => Promise<void>
  },
): Promise<Inquiry | undefined> {
  return database.transaction(async (session) => {
    const [row] = await session.query<InquiryRow>(
      `select ${inquiryColumns} from anlauf.inquiry where reference = $1 for update`,
      [reference],
    )
    if (row === undefined) throw noInquiry(reference)
    const decision = decide(inquiryOf(row))
    if (decision === undefined) return undefined
    const { inquiry, kind, data } = decision
    await storeChange(session, inquiry)
    await evidenceLogWithin(session).append(inquiryChain, [inquiryEntry(inquiry, { kind, at, actor, data })])
    await along?.(session, inquiry)
    return inquiry
  })
}

async function storeChange(session: Session, inquiry: Inquiry): Promise<void> {
  await session.query(
    `update anlauf.inquiry set class = $2, state = $3, opened_at = $4, answer_by = $5, answered_at = $6, answer_id = $7,
            closed_at = $8, identity = $9, reopened = $10, breaches = $11, reminded = $12, case_id = $13, undecided = $14,
            law_reminded = case when extended_at is distinct from $15 then 0 else law_reminded end,
            extended_at = $15, extended_because = $16
      where reference = $1`,
    [
      inquiry.reference,
      inquiry.class,
      inquiry.state,
      inquiry.openedAt ?? null,
      inquiry.answerBy ?? null,
      inquiry.answeredAt ?? null,
      inquiry.answerId ?? null,
      inquiry.closedAt ?? null,
      inquiry.identity ?? null,
      inquiry.reopened,
      inquiry.breaches,
      inquiry.reminded,
      inquiry.caseId ?? null,
      inquiry.undecided ?? false,
      inquiry.extendedAt ?? null,
      inquiry.extendedBecause ?? null,
    ],
  )
}

function noInquiry(reference: string): AnlaufError {
  return new AnlaufError('not-found', `There is no inquiry ${reference}.`, {
    hint: 'Check the reference; one that nobody confirmed within 72 hours was deleted.',
  })
}
