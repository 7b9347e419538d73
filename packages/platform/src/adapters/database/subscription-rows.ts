import type { Subscription } from '../../core/subscriptions/index.ts'
import type { Session } from './database.ts'

import { forgetMails, forgetSubscriberMails } from './forget-mails.ts'

/** The keyed hashes under which an address is found; the keys never lie in the database. */
export interface AddressKeys {
  readonly address: Uint8Array
  readonly mailbox: Uint8Array
}

/** The subscription of an address, locked until the transaction ends. */
export async function subscriptionOf(
  session: Session,
  caseId: string,
  addressKey: Uint8Array,
): Promise<Subscription | undefined> {
  const rows = await session.query<SubscriptionRow>(
    `${selected} where case_id = $1 and address_key = $2 for update`,
    [caseId, addressKey],
  )
  return rows.map(subscriptionFrom)[0]
}

/** The same by its id. */
export async function subscriptionById(session: Session, id: string): Promise<Subscription | undefined> {
  const rows = await session.query<SubscriptionRow>(`${selected} where id = $1 for update`, [id])
  return rows.map(subscriptionFrom)[0]
}

/** Who may write a new address waits here until the other one is through: two forms at once make one subscription. */
export async function takeAddressTurn(session: Session, addressKey: Uint8Array): Promise<void> {
  await session.query('select pg_advisory_xact_lock($1::bigint)', [
    Buffer.from(addressKey).readBigInt64BE(0).toString(),
  ])
}

/** Writes a new subscription; `keys` are those of its address. */
export async function insertSubscription(
  session: Session,
  one: Subscription,
  keys: AddressKeys,
): Promise<void> {
  await session.query(
    `insert into anlauf.subscription (${columns.join(', ')}, address_key, mailbox_key)
     values (${columns.map((_, at) => `$${at + 1}`).join(', ')}, $${columns.length + 1}, $${columns.length + 2})`,
    [...valuesOf(one), keys.address, keys.mailbox],
  )
}

/** Writes what became of a subscription; id, case and keys stay. */
export async function updateSubscription(session: Session, one: Subscription): Promise<void> {
  await session.query(
    `update anlauf.subscription
        set ${columns.map((column, at) => `${column} = $${at + 1}`).join(', ')}
      where id = $1`,
    valuesOf(one),
  )
}

/** Subscriptions of a case in the order of their ids, after one; `stage` and `heldOnly` choose. */
export async function subscriptionsAfter(
  session: Session,
  caseId: string,
  options: { readonly after: string; readonly limit: number; readonly heldOnly?: boolean },
): Promise<readonly Subscription[]> {
  const { after, limit, heldOnly = false } = options
  const rows = await session.query<SubscriptionRow>(
    `${selected} where case_id = $1 and id > $2 ${heldOnly ? 'and held_at is not null' : ''} order by id limit $3`,
    [caseId, after, limit],
  )
  return rows.map(subscriptionFrom)
}

/** Whom an update may concern, a batch of them, and how far the batch reached. */
export interface SubscriberBatch {
  readonly subscribers: readonly Subscription[]
  /** Undefined when there was nobody left. */
  readonly upTo: string | undefined
  readonly isLast: boolean
}

/**
 * Those whom an update may concern: confirmed until its publication, not held. Locked until the transaction ends: who
 * ends it in this moment either did so before and is not among them, or waits, and then finds the mail and forgets it.
 */
export async function subscribersAfter(
  session: Session,
  caseId: string,
  {
    after,
    limit,
    publishedAt,
  }: { readonly after: string; readonly limit: number; readonly publishedAt: string },
): Promise<SubscriberBatch> {
  const wanted = `stage = 'confirmed' and held_at is null and confirmed_at <=`
  const ids = await session.query<{ id: string }>(
    `select id from anlauf.subscription where case_id = $1 and id > $2 and ${wanted} $4 order by id limit $3`,
    [caseId, after, limit, publishedAt],
  )
  // Apart from the limit: whoever went meanwhile makes the batch smaller, and it is not the last for that.
  const rows = await session.query<SubscriptionRow>(
    `${selected} where id = any($1::text[]) and ${wanted} $2 order by id for share`,
    [ids.map(({ id }) => id), publishedAt],
  )
  return {
    subscribers: rows.map(subscriptionFrom),
    upTo: ids.at(-1)?.id,
    isLast: ids.length < limit,
  }
}

/** How many there are of each kind, for screens: no address leaves the table. */
export interface SubscriptionCounts {
  readonly pending: number
  readonly confirmed: number
  readonly held: number
  readonly ended: number
}

export async function subscriptionCounts(session: Session, caseId: string): Promise<SubscriptionCounts> {
  const [row] = await session.query<{ [Name in keyof SubscriptionCounts]: number }>(
    `select count(*) filter (where stage = 'pending')::float8 as pending,
            count(*) filter (where stage = 'confirmed' and held_at is null)::float8 as confirmed,
            count(*) filter (where stage = 'confirmed' and held_at is not null)::float8 as held,
            count(*) filter (where stage = 'ended')::float8 as ended
       from anlauf.subscription where case_id = $1`,
    [caseId],
  )
  return row ?? { pending: 0, confirmed: 0, held: 0, ended: 0 }
}

/** Who is reached, by what they want and about which service; without one it is everything. */
export async function subscriptionScopes(
  session: Session,
  caseId: string,
): Promise<readonly { readonly kinds: string; readonly service: string | null; readonly count: number }[]> {
  return session.query(
    `select kinds, service, count(*)::float8 as count
       from (select kinds, unnest(case when services = '{}' then array[null] else services end) as service
               from anlauf.subscription where case_id = $1 and stage = 'confirmed' and held_at is null) s
      group by kinds, service order by kinds, service nulls first`,
    [caseId],
  )
}

/** Addresses that nobody confirmed in time are forgotten; says how many. */
export async function forgetUnconfirmed(session: Session, askedBefore: Date): Promise<number> {
  const rows = await session.query<{ id: string }>(
    `delete from anlauf.subscription where stage = 'pending' and asked_at <= $1 returning id`,
    [askedBefore.toISOString()],
  )
  if (rows.length > 0) {
    await forgetMails(session, { beginnings: rows.map(({ id }) => `subscription-opt-in:${id}:`) })
  }
  return rows.length
}

/** How many wishes wait for their click, in all cases. */
export async function countPending(session: Session): Promise<number> {
  const [row] = await session.query<{ count: number }>(
    `select count(*)::float8 as count from anlauf.subscription where stage = 'pending'`,
  )
  return row?.count ?? 0
}

/** Deletes everything about one subscriber; true when there was something. */
export async function deleteSubscription(session: Session, id: string): Promise<boolean> {
  const rows = await session.query<{ caseId: string }>(
    'delete from anlauf.subscription where id = $1 returning case_id as "caseId"',
    [id],
  )
  for (const { caseId } of rows) await forgetSubscriberMails(session, { id, caseId })
  return rows.length > 0
}

const columns = [
  'id',
  'case_id',
  'address',
  'stage',
  'language',
  'kinds',
  'services',
  'source',
  'consent',
  'round',
  'asked_at',
  'confirmed_at',
  'ended_at',
  'held_at',
  'held_why',
  'owes',
  'owes_since',
] as const

/** For other questions about the same rows. */
export const subscriptionColumns = columns.join(', ')
const selected = `select ${subscriptionColumns} from anlauf.subscription`

export interface SubscriptionRow {
  readonly id: string
  readonly case_id: string
  readonly address: string | null
  readonly stage: Subscription['stage']
  readonly language: Subscription['scope']['language']
  readonly kinds: Subscription['scope']['kinds']
  readonly services: string[]
  readonly source: Subscription['source']
  readonly consent: string | null
  readonly round: number
  readonly asked_at: Date
  readonly confirmed_at: Date | null
  readonly ended_at: Date | null
  readonly held_at: Date | null
  readonly held_why: NonNullable<Subscription['held']>['why'] | null
  readonly owes: NonNullable<Subscription['owes']>['mail'] | null
  readonly owes_since: Date | null
}

export function subscriptionFrom(row: SubscriptionRow): Subscription {
  const { language, kinds, services } = row
  return {
    id: row.id,
    caseId: row.case_id,
    address: row.address ?? undefined,
    stage: row.stage,
    scope: { language, kinds, services },
    source: row.source,
    consent: row.consent ?? undefined,
    round: row.round,
    askedAt: row.asked_at.toISOString(),
    confirmedAt: row.confirmed_at?.toISOString(),
    endedAt: row.ended_at?.toISOString(),
    held:
      row.held_at === null || row.held_why === null
        ? undefined
        : { at: row.held_at.toISOString(), why: row.held_why },
    owes:
      row.owes === null || row.owes_since === null
        ? undefined
        : { mail: row.owes, since: row.owes_since.toISOString() },
  }
}

function valuesOf(one: Subscription): readonly unknown[] {
  const { language, kinds, services } = one.scope
  return [
    one.id,
    one.caseId,
    one.address ?? null,
    one.stage,
    language,
    kinds,
    services,
    one.source,
    one.consent ?? null,
    one.round,
    one.askedAt,
    one.confirmedAt ?? null,
    one.endedAt ?? null,
    one.held?.at ?? null,
    one.held?.why ?? null,
    one.owes?.mail ?? null,
    one.owes?.since ?? null,
  ]
}
