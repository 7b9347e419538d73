import type { Subscription } from '../../core/subscriptions/index.ts'
import type { Session } from './database.ts'
import { type SubscriptionRow, subscriptionColumns, subscriptionFrom } from './subscription-rows.ts'

/** A subscriber to whom a mail is owed, with what limits count by. */
export interface Owed {
  readonly subscription: Subscription
  readonly mailboxKey: Uint8Array
}

/** A place in the queue of owed mails. */
export interface OwedPlace {
  readonly since: string
  readonly id: string
}

/** Mails that strangers caused and that wait, oldest first after a place, each row locked until the transaction ends. */
export async function owedMails(
  session: Session,
  { after, limit }: { readonly after: OwedPlace; readonly limit: number },
): Promise<readonly Owed[]> {
  const rows = await session.query<SubscriptionRow & { mailbox_key: Buffer }>(
    `select ${subscriptionColumns}, mailbox_key from anlauf.subscription
      where owes is not null and (owes_since, id) > ($1, $2) order by owes_since, id limit $3 for update skip locked`,
    [after.since, after.id, limit],
  )
  return rows.map((row) => ({ subscription: subscriptionFrom(row), mailboxKey: row.mailbox_key }))
}

/** How many mails that strangers caused went out since a time: to one mailbox, to its domain, and to all. */
export async function countOptInMails(
  session: Session,
  { mailbox, domain }: { readonly mailbox: Uint8Array; readonly domain: Uint8Array },
  since: Date,
): Promise<{ readonly mailbox: number; readonly domain: number; readonly all: number }> {
  const [row] = await session.query<{ mailbox: number; domain: number; all: number }>(
    `select (select count(*) from anlauf.opt_in_mail where mailbox_key = $1 and sent_at > $3)::float8 as mailbox,
            (select count(*) from anlauf.opt_in_mail where domain_key = $2 and sent_at > $3)::float8 as domain,
            (select count(*) from anlauf.opt_in_mail where sent_at > $3)::float8 as "all"`,
    [mailbox, domain, since.toISOString()],
  )
  return row ?? { mailbox: 0, domain: 0, all: 0 }
}

export async function noteOptInMail(
  session: Session,
  { mailbox, domain }: { readonly mailbox: Uint8Array; readonly domain: Uint8Array },
  at: Date,
): Promise<void> {
  await session.query(
    'insert into anlauf.opt_in_mail (mailbox_key, domain_key, sent_at) values ($1, $2, $3)',
    [mailbox, domain, at.toISOString()],
  )
}

/** Says of a subscriber that the mail is in the spool, or is not sent at all. */
export async function settleOwed(session: Session, id: string): Promise<void> {
  await session.query('update anlauf.subscription set owes = null, owes_since = null where id = $1', [id])
}

/** What nobody counts any more. */
export async function forgetOptInMails(session: Session, before: Date): Promise<void> {
  await session.query('delete from anlauf.opt_in_mail where sent_at < $1', [before.toISOString()])
}

/** How far the telling of an update is. */
export interface Telling {
  readonly toldUpTo: string
  readonly recipients: number
  readonly digest: string
}

/** Numbers of the updates that every subscriber of a case was told. */
export async function toldNumbers(session: Session, caseId: string): Promise<ReadonlySet<number>> {
  const rows = await session.query<{ number: number }>(
    'select number from anlauf.subscription_telling where case_id = $1 and done_at is not null',
    [caseId],
  )
  return new Set(rows.map(({ number }) => number))
}

/** How far the telling of every update of a case is. */
export async function tellingsOf(
  session: Session,
  caseId: string,
): Promise<
  readonly { readonly number: number; readonly recipients: number; readonly doneAt: Date | null }[]
> {
  return session.query(
    'select number, recipients, done_at as "doneAt" from anlauf.subscription_telling where case_id = $1 order by number',
    [caseId],
  )
}

/** Begins or goes on telling an update, alone until the transaction ends; undefined when it was told meanwhile. */
export async function takeTelling(
  session: Session,
  { caseId, number, at }: { readonly caseId: string; readonly number: number; readonly at: Date },
): Promise<Telling | undefined> {
  await session.query(
    `insert into anlauf.subscription_telling (case_id, number, begun_at) values ($1, $2, $3) on conflict do nothing`,
    [caseId, number, at.toISOString()],
  )
  const [row] = await session.query<{
    told_up_to: string
    recipients: number
    digest: string
    done_at: Date | null
  }>(
    'select told_up_to, recipients, digest, done_at from anlauf.subscription_telling where case_id = $1 and number = $2 for update',
    [caseId, number],
  )
  if (row === undefined || row.done_at !== null) return undefined
  return { toldUpTo: row.told_up_to, recipients: row.recipients, digest: row.digest }
}

export async function keepTelling(
  session: Session,
  { caseId, number }: { readonly caseId: string; readonly number: number },
  telling: Telling & { readonly doneAt: Date | undefined },
): Promise<void> {
  await session.query(
    `update anlauf.subscription_telling set told_up_to = $3, recipients = $4, digest = $5, done_at = $6
      where case_id = $1 and number = $2`,
    [
      caseId,
      number,
      telling.toldUpTo,
      telling.recipients,
      telling.digest,
      telling.doneAt?.toISOString() ?? null,
    ],
  )
}

/** Subscribers whose mail came back for good and who were not held for it yet; marks the mails as seen. */
export async function takeBouncedSubscribers(
  session: Session,
  limit: number,
): Promise<
  readonly { readonly id: string; readonly caseId: string; readonly why: 'bounced' | 'policy-refused' }[]
> {
  return session.query(
    `update anlauf.mail_out m set told_state = m.state
       from (select id from anlauf.mail_out where class = 'B' and state in ('bounced', 'policy-refused')
                and told_state is distinct from state and key like 'subscription:%' limit $1 for update skip locked) s
      where m.id = s.id
      returning split_part(m.key, ':', 4) as id, m.case_id as "caseId", m.state as why`,
    [limit],
  )
}
