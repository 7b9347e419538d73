import type { Session } from './database.ts'

/** Mails in the spool, by whole keys and by how keys begin; a beginning ends with ":". */
export interface MailKeys {
  readonly keys?: readonly string[]
  readonly beginnings?: readonly string[]
}

/**
 * Takes out of the spool what leads to a person: address, words, parts, and the hash over them. What did not leave yet
 * stays here for good. The rows stay with their keys and states: nothing is put in twice, and figures keep their sums.
 */
export async function forgetMails(session: Session, { keys = [], beginnings = [] }: MailKeys): Promise<void> {
  // Ranges, so that the index of the keys serves: they are in the order of their characters.
  const chosen = `select m.id from unnest($1::text[]) k join anlauf.mail_out m on m.key = k
    union select m.id from unnest($2::text[]) b join anlauf.mail_out m on m.key >= b and m.key < left(b, -1) || ';'`
  await session.query(`delete from anlauf.mail_out_part where mail_id in (${chosen})`, [keys, beginnings])
  await session.query(
    `update anlauf.mail_out
        set recipient = '', alternates = '{}', subject = '', body = '', headers = '{}', content_hash = '',
            state = case when state in ('queued', 'held', 'sent') then 'failed' else state end,
            reason = case when state in ('queued', 'held', 'sent') then 'forgotten' else reason end,
            lease_owner = null, lease_until = null
      where id in (${chosen})`,
    [keys, beginnings],
  )
}

/** Every mail to a subscriber: about updates, to confirm, with a link to the own settings. */
export async function forgetSubscriberMails(
  session: Session,
  { id, caseId }: { readonly id: string; readonly caseId: string },
): Promise<void> {
  const told = await session.query<{ number: number }>(
    'select number from anlauf.subscription_telling where case_id = $1',
    [caseId],
  )
  await forgetMails(session, {
    keys: told.map(({ number }) => `subscription:${caseId}:${number}:${id}`),
    beginnings: [`subscription-opt-in:${id}:`, `subscription-manage-link:${id}:`],
  })
}
