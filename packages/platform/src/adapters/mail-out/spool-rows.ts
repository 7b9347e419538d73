import type { MailClass, MailPart, MailState } from '../../core/deliveries/index.ts'
import type { SpoolSession } from './spool-database.ts'

/** A mail that a sender holds. */
export interface SpooledRow {
  readonly id: string
  readonly key: string
  readonly class: MailClass
  readonly exercise: boolean
  readonly recipient: string
  readonly alternates: readonly string[]
  readonly subject: string
  readonly body: string
  readonly headers: Readonly<Record<string, string>>
  readonly token: string
  readonly attempts: number
  readonly queuedAt: Date
  readonly giveUpAt: Date
  readonly sentAt: Date
  readonly parts: readonly MailPart[]
}

const columns = `m.id::text as id, m.key, m.class, m.exercise, m.recipient, m.alternates, m.subject, m.body, m.headers,
  m.token, m.attempts, m.queued_at as "queuedAt", m.give_up_at as "giveUpAt", m.sent_at as "sentAt"`

export interface Lease {
  readonly owner: string
  readonly now: Date
  readonly until: Date
}

/** Takes mails that are due, of exercises or of none; each says "sent" on disk when this returns, and nobody else takes it. Urgent ones first. */
export async function takeDue(
  session: SpoolSession,
  { owner, now, until }: Lease,
  { count, exercise }: { readonly count: number; readonly exercise: boolean },
): Promise<readonly SpooledRow[]> {
  const rows = await session.query<Omit<SpooledRow, 'parts'>>(
    `update anlauf.mail_out m
        set state = 'sent', reason = null, attempts = m.attempts + 1, sent_at = $2, lease_owner = $1, lease_until = $3
       from (select id from anlauf.mail_out
              where (state = 'queued' or state = 'held' and reason = 'exercise') and next_at <= $2 and exercise = $4
              order by class, next_at, id limit $5 for update skip locked) due
      where m.id = due.id returning ${columns}`,
    [owner, now, until, exercise, count],
  )
  return withParts(session, rows)
}

/** Takes mails whose sender was not heard of since its lease ended: of unknown outcome. */
export async function takeLost(
  session: SpoolSession,
  { owner, now, until }: Lease,
  count: number,
): Promise<readonly SpooledRow[]> {
  const rows = await session.query<Omit<SpooledRow, 'parts'>>(
    `update anlauf.mail_out m set lease_owner = $1, lease_until = $3
       from (select id from anlauf.mail_out where state = 'sent' and lease_until < $2
              order by class, id limit $4 for update skip locked) lost
      where m.id = lost.id returning ${columns}`,
    [owner, now, until, count],
  )
  return rows.map((row) => ({ ...row, parts: [] }))
}

export interface Settlement {
  readonly id: string
  readonly state: MailState
  readonly reason?: string
  readonly reply?: string
  readonly nextAt?: Date
  readonly recipient?: string
  readonly alternates?: readonly string[]
  readonly token?: string
}

/**
 * Writes what became of mails that this owner holds. Returns the ids of those that it still held. One that somebody
 * stopped while it was on its way, and that would be tried again, is held.
 */
export async function settle(
  session: SpoolSession,
  owner: string,
  settlements: readonly Settlement[],
): Promise<readonly string[]> {
  const rows = await session.query<{ id: string }>(
    `update anlauf.mail_out m
        set state = case when s.state = 'queued' and m.reason = 'stopped' then 'held' else s.state end,
            reason = case when s.state = 'queued' and m.reason = 'stopped' then m.reason else s.reason end, reply = coalesce(s.reply, m.reply),
            next_at = coalesce(s."nextAt", m.next_at), recipient = coalesce(s.recipient, m.recipient),
            alternates = case when s.alternates is null then m.alternates
                              else array(select jsonb_array_elements_text(s.alternates)) end,
            token = coalesce(s.token, m.token), lease_owner = null, lease_until = null
       from jsonb_to_recordset($2::jsonb) s (id bigint, state text, reason text, reply text, "nextAt" timestamptz,
            recipient text, alternates jsonb, token text)
      where m.id = s.id and m.state = 'sent' and m.lease_owner = $1 returning m.id::text as id`,
    [owner, JSON.stringify(settlements)],
  )
  return rows.map(({ id }) => id)
}

/** Mail of exercises waits visibly while there is nowhere to send it. */
export async function holdExercises(session: SpoolSession): Promise<void> {
  await session.query(
    `update anlauf.mail_out set state = 'held', reason = 'exercise' where state = 'queued' and exercise`,
  )
}

/** Gives up on what waited for too long; called only while the relay of its way out cannot be reached. */
export async function expire(
  session: SpoolSession,
  now: Date,
  { exercise }: { readonly exercise: boolean },
): Promise<void> {
  await session.query(
    `update anlauf.mail_out set state = case class when 'A' then 'call-task' else 'failed' end, reason = 'expired'
      where state = 'queued' and give_up_at < $1 and exercise = $2`,
    [now, exercise],
  )
}

async function withParts(
  session: SpoolSession,
  rows: readonly Omit<SpooledRow, 'parts'>[],
): Promise<readonly SpooledRow[]> {
  if (rows.length === 0) return []
  const parts = await session.query<MailPart & { readonly mail: string }>(
    `select mail_id::text as mail, name, type, content from anlauf.mail_out_part where mail_id = any($1::bigint[])
      order by mail_id, place`,
    [rows.map(({ id }) => id)],
  )
  const ofMail = Map.groupBy(parts, ({ mail }) => mail)
  return rows.map((row) => ({ ...row, parts: ofMail.get(row.id) ?? [] }))
}
