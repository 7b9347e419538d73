import { decideInquiry, type DeskHours, type Inquiry } from '../../../core/inquiries/index.ts'
import type { Database } from '../database.ts'
import { changeInquiry } from './inquiry-rows.ts'

/**
 * Opens again what counts as answered while the mail with the answer came back or was given up: the desk calls, or finds
 * another address. An extension of which nobody was told is none. Each mail once, whoever looks. Returns the inquiries as they are now.
 */
export async function openReturnedAnswers(
  database: Pick<Database, 'transaction' | 'query'>,
  { at, actor, desk }: { readonly at: string; readonly actor: string; readonly desk: DeskHours },
): Promise<readonly Inquiry[]> {
  const mails = await database.query<{ id: string; kind: string; reference: string; time: string }>(
    `select id::text as id, split_part(key, ':', 1) as kind, split_part(key, ':', 2) as reference,
            split_part(key, ':', 3) as time
       from anlauf.mail_out where class = 'C' and (starts_with(key, 'inquiry-answer:') or starts_with(key, 'inquiry-extension:'))
        and state in ('bounced', 'policy-refused', 'failed') and reason is distinct from 'forgotten'
        and told_state is distinct from state order by id limit 500`,
  )
  const opened: Inquiry[] = []
  for (const { id, kind, reference, time } of mails) {
    const inquiry = await changeInquiry(database, reference, {
      at,
      actor,
      // Answered, or told, once more since: that mail has a fate of its own.
      decide: (now) => {
        if (kind === 'inquiry-extension') {
          const isThis = now.extendedAt !== undefined && Date.parse(now.extendedAt) === Number(time)
          return isThis ? decideInquiry(now, { command: 'notExtended' }, { at, desk }) : undefined
        }
        return now.reopened === Number(time)
          ? decideInquiry(now, { command: 'undelivered' }, { at, desk })
          : undefined
      },
    }).catch((error: unknown) => {
      if ((error as { code?: unknown }).code === 'not-found') return undefined
      throw error
    })
    if (inquiry !== undefined) opened.push(inquiry)
    await database.query('update anlauf.mail_out set told_state = state where id = $1', [id])
  }
  return opened
}
