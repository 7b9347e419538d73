import type { Inquiry } from '../../../core/inquiries/index.ts'

/** Columns of an inquiry, named as its fields. */
export const inquiryColumns = `reference, case_id as "caseId", channel, class, topic, service, language, state,
  received_at as "receivedAt", opened_at as "openedAt", answer_by as "answerBy", answered_at as "answeredAt",
  extended_at as "extendedAt", extended_because as "extendedBecause",
  answer_id as "answerId", closed_at as "closedAt", identity, reopened, breaches, reminded, words,
  encode(secret, 'hex') as secret, nullif(undecided, false) as undecided`

export interface InquiryRow {
  readonly [name: string]: unknown
}

export function inquiryOf(row: InquiryRow): Inquiry {
  const fields = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(
    fields.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as unknown as Inquiry
}

/** The same as a row for `jsonb_to_recordset`. */
export function inquiryJson({ secret, words, ...inquiry }: Inquiry): object {
  return {
    reference: inquiry.reference,
    case_id: inquiry.caseId ?? null,
    undecided: inquiry.undecided ?? false,
    channel: inquiry.channel,
    class: inquiry.class,
    topic: inquiry.topic,
    service: inquiry.service ?? null,
    language: inquiry.language,
    state: inquiry.state,
    received_at: inquiry.receivedAt,
    opened_at: inquiry.openedAt ?? null,
    answer_by: inquiry.answerBy ?? null,
    words: words ?? null,
    secret: secret ?? null,
  }
}
