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
}

export interface ReservedRow extends SpooledRow {
  readonly hasParts: boolean
}

const columns = `m.id::text as id, m.key, m.class, m.exercise, m.recipient, m.alternates, m.subject, m.body, m.headers,
  m.token, m.queued_at as "queuedAt", m.give_up_at as "giveUpAt"`

export interface Lease {
  readonly owner: string
  readonly now: Date
  readonly until: Date
}

/**
 * Reserves mails that are due, of exercises or of none, urgent ones first. They stay "queued": a sender that dies with
 * them has told no relay of them, and whoever stops them still reaches them. `attempts` counts the one that comes.
 */
export async function reserveDue(
  session: SpoolSession,
  { owner, now, until }: Lease,
  { count, exercise }: { readonly count: number; readonly exercise: boolean },
): Promise<readonly ReservedRow[]> {
  return session.query<ReservedRow>(
    `update anlauf.mail_out m
        set state = 'queued', reason = case m.state when 'held' then null else m.reason end,
            lease_owner = $1, lease_until = $3
       from (select id from anlauf.mail_out
              where (state = 'queued' or state = 'held' and reason = 'exercise') and next_at <= $2 and exercise = $4
                and (lease_until is null or lease_until < $2)
              order by class, next_at, id limit $5 for update skip locked) due
      where m.id = due.id
      returning ${columns}, m.attempts + 1 as attempts, coalesce(m.sent_at, $2) as "sentAt",
                exists (select from anlauf.mail_out_part p where p.mail_id = m.id) as "hasParts"`,
    [owner, now, until, exercise, count],
  )
}

/** Gives back what was reserved and not sent. */
export async function release(
  session: SpoolSession,
  owner: string,
  { exercise }: { readonly exercise: boolean },
): Promise<void> {
  await session.query(
    `update anlauf.mail_out set lease_owner = null, lease_until = null
      where state = 'queued' and lease_owner = $1 and exercise = $2`,
    [owner, exercise],
  )
}

/** The attachments of a mail. */
export function partsOf(session: SpoolSession, id: string): Promise<readonly MailPart[]> {
  return session.query<MailPart>(
    'select name, type, content from anlauf.mail_out_part where mail_id = $1::bigint order by place',
    [id],
  )
}

/** Takes mails whose sender was not heard of since its lease ended: of unknown outcome. */
export async function takeLost(
  session: SpoolSession,
  { owner, now, until }: Lease,
  count: number,
): Promise<readonly SpooledRow[]> {
  return session.query<SpooledRow>(
    `update anlauf.mail_out m set lease_owner = $1, lease_until = $3
       from (select id from anlauf.mail_out where state = 'sent' and lease_until < $2
              order by class, id limit $4 for update skip locked) lost
      where m.id = lost.id returning ${columns}, m.attempts, m.sent_at as "sentAt"`,
    [owner, now, until, count],
  )
}

export interface Settlement {
  readonly id: string
  readonly state: MailState
  /** How often a relay was tried, with this time. */
  readonly attempts: number
  readonly reason?: string
  readonly reply?: string
  readonly nextAt?: Date
  readonly recipient?: string
  readonly alternates?: readonly string[]
  readonly token?: string
}

/** What a sender asks for in one go: to write what became of some mails, and that others go over the wire now. */
export interface Turn {
  readonly settle: readonly Settlement[]
  readonly send: readonly string[]
}

/**
 * Both in one statement, on disk when it returns: a mail costs one turn and not two. Only mails that this owner holds
 * are touched. The same turn at the same moment may be asked again, when its answer was lost. Returns those of `send` that say "sent" now; nobody else has them, and nobody stopped them. One that
 * somebody stopped while it was on its way, and that would be tried again, is held.
 */
export async function takeTurn(
  session: SpoolSession,
  { owner, now, until }: Lease,
  { settle, send }: Turn,
): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ id: string }>(
    `with settled as (
       update anlauf.mail_out m
          set state = case when s.state = 'queued' and m.reason = 'stopped' then 'held' else s.state end,
              reason = case when s.state = 'queued' and m.reason = 'stopped' then m.reason else s.reason end,
              reply = coalesce(s.reply, m.reply), attempts = s.attempts,
              next_at = coalesce(s."nextAt", m.next_at), recipient = coalesce(s.recipient, m.recipient),
              alternates = case when s.alternates is null then m.alternates
                                else array(select jsonb_array_elements_text(s.alternates)) end,
              token = coalesce(s.token, m.token), lease_owner = null, lease_until = null
         from jsonb_to_recordset($2::jsonb) s (id bigint, state text, reason text, reply text, attempts int,
              "nextAt" timestamptz, recipient text, alternates jsonb, token text)
        where m.id = s.id and m.state in ('queued', 'sent') and m.lease_owner = $1)
     update anlauf.mail_out m
        set state = 'sent', reason = null, attempts = m.attempts + 1, sent_at = $4, lease_until = $5
      where m.id = any($3::bigint[]) and m.lease_owner = $1
        and (m.state = 'queued' or m.state = 'sent' and m.sent_at = $4) returning m.id::text as id`,
    [owner, JSON.stringify(settle), send, now, until],
  )
  return new Set(rows.map(({ id }) => id))
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
