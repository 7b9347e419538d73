import { type Endpoint, shownUrl } from '../../core/webhooks/index.ts'
import type { Session } from './database.ts'

/** Writes a new endpoint. */
export async function insertEndpoint(session: Session, one: Endpoint): Promise<void> {
  await session.query(
    `insert into anlauf.webhook_endpoint (id, case_id, tenant, url, sealed, flavour, language, is_loopback, added_at, stage, stage_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`,
    [
      one.id,
      one.caseId,
      one.tenant ?? null,
      one.place,
      one.sealed ?? null,
      one.flavour,
      one.language,
      one.isLoopback,
      one.addedAt,
      one.stage,
      one.stageAt,
    ],
  )
}

/** Endpoints of a case, oldest first. */
export async function endpointsOf(session: Session, caseId: string): Promise<readonly Endpoint[]> {
  const rows = await session.query<EndpointRow>(
    `select * from anlauf.webhook_endpoint where case_id = $1 order by added_at, id`,
    [caseId],
  )
  return rows.map(endpointFrom)
}

/**
 * Puts an endpoint to work again: what waits is due now and has its ten attempts before it. True when it was stopped.
 */
export async function releaseEndpoint(session: Session, id: string, at: Date): Promise<boolean> {
  if (!(await stageEndpoint(session, id, { stage: 'active', why: null, at }))) return false
  await session.query(
    `update anlauf.webhook_message set next_at = $2, attempts = 0, not_before = null
      where endpoint_id = $1 and next_at is not null`,
    [id, at.toISOString()],
  )
  return true
}

/** Puts an endpoint into another stage; true when it was in another one. */
export async function stageEndpoint(
  session: Session,
  id: string,
  { stage, why, at }: { readonly stage: Endpoint['stage']; readonly why: string | null; readonly at: Date },
): Promise<boolean> {
  const rows = await session.query(
    `update anlauf.webhook_endpoint set stage = $2, stage_why = $3, stage_at = $4 where id = $1 and stage <> $2 returning id`,
    [id, stage, why, at.toISOString()],
  )
  return rows.length > 0
}

/** Deletes an endpoint with its messages and attempts. */
export async function deleteEndpoint(session: Session, id: string): Promise<void> {
  await session.query('delete from anlauf.webhook_endpoint where id = $1', [id])
}

/** Cases in which somebody waits to be told, by mail or webhook. */
export async function casesToTell(session: Session): Promise<readonly string[]> {
  const rows = await session.query<{ id: string }>(
    `select case_id as id from anlauf.webhook_endpoint union
     select case_id from anlauf.subscription where stage = 'confirmed' order by id`,
  )
  return rows.map(({ id }) => id)
}

/** A message for one endpoint, before it is in the queue. */
export interface NewMessage {
  readonly id: string
  readonly endpoint: string
  readonly body: string
}

/** Events that the endpoints of a case were told of already. */
export async function toldEvents(session: Session, caseId: string): Promise<ReadonlySet<string>> {
  const rows = await session.query<{ event: string }>(
    'select event from anlauf.webhook_telling where case_id = $1',
    [caseId],
  )
  return new Set(rows.map(({ event }) => event))
}

/**
 * Puts the messages about an event into the queue, once whoever else does the same: false when somebody did. What waits
 * for its next attempt before them is due at once, or when its receiver asked for: news shall not wait a day behind it.
 */
export async function queueMessages(
  session: Session,
  { caseId, event, at }: { readonly caseId: string; readonly event: string; readonly at: Date },
  messages: readonly NewMessage[],
): Promise<boolean> {
  const isFirst = await session.query(
    `insert into anlauf.webhook_telling (case_id, event, at) values ($1, $2, $3) on conflict do nothing returning event`,
    [caseId, event, at.toISOString()],
  )
  if (isFirst.length === 0) return false
  await session.query(
    `insert into anlauf.webhook_message (id, endpoint_id, event, body, made_at, next_at)
     select id, endpoint, $2, body, $3, $3 from jsonb_to_recordset($1::jsonb) as m(id text, endpoint text, body text)`,
    [JSON.stringify(messages), event, at.toISOString()],
  )
  await session.query(
    `update anlauf.webhook_message m set next_at = greatest($2, coalesce(m.not_before, $2))
      where m.attempts > 0 and m.next_at > greatest($3, coalesce(m.not_before, $3))
        and m.id in (select distinct on (endpoint_id) id from anlauf.webhook_message
                      where endpoint_id = any($1) and next_at is not null order by endpoint_id, place)`,
    [
      messages.map(({ endpoint }) => endpoint),
      at.toISOString(),
      // Whose attempt runs just now is left alone: its lease ends within a minute.
      new Date(at.getTime() + beingTriedMs).toISOString(),
    ],
  )
  return true
}

/** Longer than an attempt holds a message. */
const beingTriedMs = 90_000

/** A message that is due, with its endpoint. `count` says which attempt this is. */
export interface DueMessage {
  readonly id: string
  readonly body: string
  readonly count: number
  readonly endpoint: Endpoint
}

/**
 * Takes messages that are due, at most one an endpoint, and counts the attempt before it is made: a sender that dies
 * leaves a message that is due again after the lease, with its id. Only the first that waits for an endpoint is taken:
 * none overtakes another. Endpoints that are paused, held or disabled wait.
 */
export async function takeDueMessages(
  session: Session,
  options: {
    readonly now: Date
    readonly leaseMs: number
    readonly limit: number
    /** Endpoints that somebody writes to already. */
    readonly besides: readonly string[]
  },
): Promise<readonly DueMessage[]> {
  const { now, leaseMs, limit, besides } = options
  const rows = await session.query<EndpointRow & { message: string; body: string; count: number }>(
    `with first as (
       select distinct on (d.endpoint_id) d.id, d.next_at from anlauf.webhook_message d
         join anlauf.webhook_endpoint e on e.id = d.endpoint_id and e.stage = 'active'
        where d.next_at is not null and d.endpoint_id <> all($4) order by d.endpoint_id, d.place
     ), due as (
       select m.id from anlauf.webhook_message m
        where m.id in (select id from first where next_at <= $1) and m.next_at <= $1
        order by m.next_at limit $3 for update skip locked
     ), taken as (
       update anlauf.webhook_message m set attempts = attempts + 1, next_at = $2
         from due where m.id = due.id and m.next_at <= $1
       returning m.id as message, m.body, m.attempts as count, m.endpoint_id
     )
     select taken.message, taken.body, taken.count, e.* from taken join anlauf.webhook_endpoint e on e.id = taken.endpoint_id`,
    [now.toISOString(), new Date(now.getTime() + leaseMs).toISOString(), limit, besides],
  )
  return rows.map((row) => ({
    id: row.message,
    body: row.body,
    count: row.count,
    endpoint: endpointFrom(row),
  }))
}

/** Puts back what was taken and not tried: due now, one attempt less. */
export async function giveBackMessage(
  session: Session,
  { id }: Pick<DueMessage, 'id'>,
  at: Date,
): Promise<void> {
  await session.query(
    'update anlauf.webhook_message set next_at = $2, attempts = attempts - 1 where id = $1 and next_at is not null',
    [id, at.toISOString()],
  )
}

/** Writes down what came of an attempt, and when the message is tried next, if ever. */
export async function settleMessage(
  session: Session,
  message: Pick<DueMessage, 'id' | 'endpoint'>,
  settled: {
    readonly at: Date
    readonly tookMs: number
    readonly status?: number
    readonly failure?: string
    readonly nextAt?: Date
    readonly notBefore?: Date
    readonly outcome?: 'delivered' | 'given-up' | 'withheld'
  },
): Promise<void> {
  const { at, tookMs, status, failure, nextAt, notBefore, outcome } = settled
  await session.query(
    `insert into anlauf.webhook_attempt (message_id, endpoint_id, at, status, failure, took_ms)
     select id, endpoint_id, $2, $3, $4, $5 from anlauf.webhook_message where id = $1`,
    [message.id, at.toISOString(), status ?? null, failure ?? null, Math.round(tookMs)],
  )
  await session.query(
    'update anlauf.webhook_message set next_at = $2, outcome = $3, not_before = $4 where id = $1',
    [message.id, nextAt?.toISOString() ?? null, outcome ?? null, notBefore?.toISOString() ?? null],
  )
}

/** The last attempts at an endpoint, newest first; those before it was last let out of quarantine do not count. */
export async function lastAttempts(
  session: Session,
  { id, stageAt }: Pick<Endpoint, 'id' | 'stageAt'>,
): Promise<readonly { readonly at: Date; readonly isDelivered: boolean }[]> {
  return session.query(
    `select at, status is not null and status between 200 and 299 as "isDelivered" from anlauf.webhook_attempt
      where endpoint_id = $1 and at >= $2 order by at desc limit 20`,
    [id, stageAt],
  )
}

/** The newest attempts at every endpoint of a case, newest first. */
export async function newestAttempts(
  session: Session,
  caseId: string,
  each: number,
): Promise<
  readonly {
    readonly endpoint: string
    readonly at: Date
    readonly status: number | null
    readonly failure: string | null
    readonly tookMs: number
  }[]
> {
  return session.query(
    `select e.id as endpoint, a.at, a.status, a.failure, a.took_ms as "tookMs"
       from anlauf.webhook_endpoint e
       cross join lateral (select * from anlauf.webhook_attempt where endpoint_id = e.id order by at desc limit $2) a
      where e.case_id = $1 order by e.id, a.at desc`,
    [caseId, each],
  )
}

/** How the queue of every endpoint of a case stands. */
export interface EndpointQueue {
  readonly endpoint: string
  readonly waiting: number
  readonly delivered: number
  readonly givenUp: number
  readonly withheld: number
  readonly lastStatus: number | null
  readonly lastFailure: string | null
}

export async function endpointQueues(session: Session, caseId: string): Promise<readonly EndpointQueue[]> {
  return session.query<EndpointQueue & Record<string, unknown>>(
    `select e.id as endpoint,
            count(m.id) filter (where m.next_at is not null)::float8 as waiting,
            count(m.id) filter (where m.outcome = 'delivered')::float8 as delivered,
            count(m.id) filter (where m.outcome = 'given-up')::float8 as "givenUp",
            count(m.id) filter (where m.outcome = 'withheld')::float8 as withheld,
            a.status as "lastStatus", a.failure as "lastFailure"
       from anlauf.webhook_endpoint e left join anlauf.webhook_message m on m.endpoint_id = e.id
       left join lateral (select status, failure from anlauf.webhook_attempt where endpoint_id = e.id
                           order by at desc limit 1) a on true
      where e.case_id = $1 group by e.id, a.status, a.failure`,
    [caseId],
  )
}

interface EndpointRow {
  readonly id: string
  readonly case_id: string
  readonly tenant: string | null
  readonly url: string
  readonly sealed: Buffer | null
  readonly flavour: Endpoint['flavour']
  readonly language: Endpoint['language']
  readonly is_loopback: boolean
  readonly added_at: Date
  readonly stage: Endpoint['stage']
  readonly stage_at: Date
  readonly stage_why: string | null
}

function endpointFrom(row: EndpointRow): Endpoint {
  return {
    id: row.id,
    caseId: row.case_id,
    tenant: row.tenant ?? undefined,
    place: row.sealed === null ? shownUrl(row.url) : row.url,
    sealed: row.sealed ?? undefined,
    flavour: row.flavour,
    language: row.language,
    isLoopback: row.is_loopback,
    addedAt: row.added_at.toISOString(),
    stage: row.stage,
    stageAt: row.stage_at.toISOString(),
    stageWhy: row.stage_why ?? undefined,
  }
}
