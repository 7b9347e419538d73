import { requestClock, type RequestClock } from '../duties/index.ts'
import type { LegalProfile } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'
import { reminders } from './due.ts'
import type { GivenAnswer, InquiryDecision } from './inquiry-decision.ts'
import type { ExtensionReason, Inquiry } from './inquiry.ts'
import { breachesAt, requireDecided, requireGivable } from './may-be-given.ts'

/** The clock of Art. 12(3) GDPR; undefined for what is no data subject's request. */
export function requestClockOf(
  { class: of, state, receivedAt, extendedAt, answeredAt }: Inquiry,
  at: { readonly now: Temporal.Instant; readonly profile: LegalProfile },
): RequestClock | undefined {
  if (of !== 'data-subject' || state === 'set-aside') return undefined
  return requestClock({ receivedAt, extendedAt, answeredAt }, at)
}

/**
 * Two further months, once: for the reasons that the law names, told to the person with an approved text before the first
 * month is over. Throws `not-permitted` or `gate-closed`.
 */
export function extended(
  inquiry: Inquiry,
  { answer, because }: { readonly answer: GivenAnswer; readonly because: ExtensionReason },
  at: string,
): InquiryDecision {
  const { reference } = inquiry
  if (inquiry.class !== 'data-subject') {
    throw new AnlaufError(
      'not-permitted',
      `${reference} is no data subject's request; nothing runs that could be extended.`,
      {
        hint: 'If it is one, say so first: anlauf inquiry class --class data-subject',
      },
    )
  }
  if (inquiry.state !== 'open' || inquiry.extendedAt !== undefined) {
    const is = inquiry.extendedAt === undefined ? `"${inquiry.state}"` : 'extended already'
    throw new AnlaufError(
      'not-permitted',
      `${reference} is ${is}; the time is extended once, while it is open.`,
      {
        hint: 'See how long there is: anlauf inquiry requests',
      },
    )
  }
  requireDecided(inquiry)
  const after: Inquiry = { ...inquiry, extendedAt: at, extendedBecause: because }
  const clock = requestClockOf(after, { now: Temporal.Instant.from(at), profile: {} })
  if (clock?.isExtended !== true) {
    throw new AnlaufError(
      'gate-closed',
      `The first month of ${reference} is over; the law allows no extension any more.`,
      {
        hint: 'Answer it now, and say why it is late.',
      },
    )
  }
  requireGivable(inquiry, answer)
  const answerBy = clock.due.toString({ smallestUnit: 'millisecond' })
  return {
    // The desk's own promise gives way to the time that the person was told; what was broken of it counts once.
    inquiry: {
      ...after,
      answerBy,
      reminded: reminders.length,
      breaches: breachesAt(inquiry, at),
    },
    kind: 'inquiry.extended',
    data: { answer: answer.id, hash: answer.hash, because, due: answerBy },
  }
}

/** The mail that told the person never arrived: nobody was told, so nothing was extended. */
export function notExtended(inquiry: Inquiry): InquiryDecision | undefined {
  const { extendedAt, extendedBecause: _because, ...rest } = inquiry
  if (extendedAt === undefined) return undefined
  const clock = requestClockOf(rest, { now: Temporal.Instant.from(inquiry.receivedAt), profile: {} })
  const answerBy = clock?.first.toString({ smallestUnit: 'millisecond' })
  return {
    inquiry: { ...rest, ...(answerBy !== undefined && { answerBy }) },
    kind: 'inquiry.extensionUndelivered',
    data: {},
  }
}
