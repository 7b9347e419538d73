import { type InquiryClass, inquiryClasses, type InquiryFigures } from '../../../core/inquiries/index.ts'
import type { Session } from '../database.ts'

/** Figures of all inquiries, or of those that came during a case. */
export async function inquiryFigures(session: Session, now: Date, caseId?: string): Promise<InquiryFigures> {
  const [row = {}] = await session.query<Record<string, number>>(
    `select count(*)::int as received,
            ${inquiryClasses.map((one) => `count(*) filter (where class = '${one}')::int as "${one}"`).join(', ')},
            count(*) filter (where state = 'unconfirmed')::int as unconfirmed,
            count(*) filter (where state = 'open')::int as open,
            count(*) filter (where state = 'open' and answer_by < $1)::int as overdue,
            count(*) filter (where state = 'open' and answer_by < $1 and reminded < 3)::int as unseen,
            count(*) filter (where answered_at is not null)::int as answered,
            count(*) filter (where state = 'solved')::int as solved,
            coalesce(sum(reopened), 0)::int as reopened,
            coalesce(sum(breaches), 0)::int as breaches
       from anlauf.inquiry where $2::text is null or case_id = $2`,
    [now, caseId ?? null],
  )
  const figure = (name: string): number => row[name] ?? 0
  // A promise was kept or broken when it was answered, or when it ran out unanswered.
  const breaches = figure('breaches') + figure('unseen')
  const promises = figure('answered') + figure('reopened') + figure('overdue')
  return {
    received: figure('received'),
    byClass: Object.fromEntries(inquiryClasses.map((one) => [one, figure(one)])) as Record<
      InquiryClass,
      number
    >,
    unconfirmed: figure('unconfirmed'),
    open: figure('open'),
    overdue: figure('overdue'),
    answered: figure('answered'),
    solved: figure('solved'),
    reopened: figure('reopened'),
    breaches,
    promises,
    ...(promises > 0 && { breachRate: breaches / promises }),
  }
}
