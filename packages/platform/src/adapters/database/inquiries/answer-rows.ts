import {
  type AnswerDraft,
  approvedAnswer,
  type InquiryAnswer,
  writtenAnswer,
} from '../../../core/inquiries/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Database, Session } from '../database.ts'
import { evidenceLogWithin } from '../evidence-log.ts'
import { inquiryChain } from './inquiry-chain.ts'

const columns = `id, title, text_de as de, text_en as en, tenant_specific as "tenantSpecific", hash,
  written_by as "writtenBy", written_at as "writtenAt", approved_by as "approvedBy", approved_at as "approvedAt"`

export async function answersWritten(session: Session): Promise<readonly InquiryAnswer[]> {
  const rows = await session.query<Record<string, unknown>>(
    `select ${columns} from anlauf.inquiry_answer order by id limit 2000`,
  )
  return rows.map(answerOf)
}

/** Throws `not-found`. */
export async function answerNamed(
  session: Session,
  id: string,
  lock: '' | 'for update' = '',
): Promise<InquiryAnswer> {
  const [row] = await session.query<Record<string, unknown>>(
    `select ${columns} from anlauf.inquiry_answer where id = $1 ${lock}`,
    [id],
  )
  if (row !== undefined) return answerOf(row)
  throw new AnlaufError('not-found', `There is no answer "${id.slice(0, 80)}".`, {
    hint: 'Write it first: anlauf inquiry write. "anlauf inquiry answers" lists what there is.',
  })
}

/** Writes an answer, or writes it anew while nobody approved it. Throws `input-invalid`, `not-permitted`. */
export function writeAnswer(
  database: Pick<Database, 'transaction'>,
  draft: AnswerDraft,
  by: { readonly person: string; readonly at: string },
): Promise<InquiryAnswer> {
  const answer = writtenAnswer(draft, by)
  return database.transaction(async (session) => {
    const [row] = await session.query(
      `insert into anlauf.inquiry_answer (id, title, text_de, text_en, tenant_specific, hash, written_by, written_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8)
       on conflict (id) do update set title = excluded.title, text_de = excluded.text_de, text_en = excluded.text_en,
         tenant_specific = excluded.tenant_specific, hash = excluded.hash, written_by = excluded.written_by,
         written_at = excluded.written_at
       where inquiry_answer.approved_by is null returning id`,
      [answer.id, answer.title, answer.de, answer.en, answer.tenantSpecific, answer.hash, by.person, by.at],
    )
    if (row === undefined) {
      throw new AnlaufError(
        'not-permitted',
        `The answer "${answer.id}" was approved; it stays as people got it.`,
        {
          hint: 'Write the new text under another id.',
        },
      )
    }
    await note(session, answer, 'inquiry.answerWritten', by)
    return answer
  })
}

/** Approves exactly what was read. Throws `not-found`, `not-permitted`, `case-moved-on`. */
export function approveAnswer(
  database: Pick<Database, 'transaction'>,
  id: string,
  by: { readonly person: string; readonly at: string; readonly hash: string },
): Promise<InquiryAnswer> {
  return database.transaction(async (session) => {
    const before = await answerNamed(session, id, 'for update')
    if (before.approvedBy !== undefined) return before
    const answer = approvedAnswer(before, by)
    await session.query('update anlauf.inquiry_answer set approved_by = $2, approved_at = $3 where id = $1', [
      id,
      by.person,
      by.at,
    ])
    await note(session, answer, 'inquiry.answerApproved', by)
    return answer
  })
}

async function note(
  session: Session,
  { id, hash }: InquiryAnswer,
  kind: string,
  { person, at }: { readonly person: string; readonly at: string },
): Promise<void> {
  await evidenceLogWithin(session).append(inquiryChain, [
    { at, actor: person, action: 'decide', kind, object: id, sha256: hash, data: {} },
  ])
}

function answerOf(row: Record<string, unknown>): InquiryAnswer {
  const fields = Object.entries(row).filter(([, value]) => value !== null)
  return Object.fromEntries(
    fields.map(([name, value]) => [name, value instanceof Date ? value.toISOString() : value]),
  ) as unknown as InquiryAnswer
}
