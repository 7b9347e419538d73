import type { Endpoint } from '../../core/webhooks/index.ts'
import type { Session } from './database.ts'

/** Writes a new endpoint. */
export async function insertEndpoint(session: Session, one: Endpoint): Promise<void> {
  await session.query(
    `insert into anlauf.webhook_endpoint (id, case_id, tenant, url, flavour, language, is_loopback, added_at, stage, stage_at)
     values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`,
    [
      one.id,
      one.caseId,
      one.tenant ?? null,
      one.url,
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

/** Puts the messages about an event into the queue, once whoever else does the same: false when somebody did. */
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
  return true
}

/** A message that is due, with its endpoint. `count` says which attempt this is. */
export interface DueMessage {
  readonly id: string
  readonly body: string
  readonly count: number
  readonly endpoint: Endpoint
}

/**
 * Takes messages that are due, at most one an endpoint, and counts the attempt before it is made: a sender that dies
 * leaves a message that is due again after the lease, with its id. Endpoints that are held or disabled wait.
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
    `with due as (
       select m.id from anlauf.webhook_message m
        where m.id in (select distinct on (d.endpoint_id) d.id from anlauf.webhook_message d
                         join anlauf.webhook_endpoint e on e.id = d.endpoint_id and e.stage = 'active'
                        where d.next_at <= $1 and d.endpoint_id <> all($4) order by d.endpoint_id, d.next_at, d.id)
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
    readonly outcome?: 'delivered' | 'given-up' | 'withheld'
  },
): Promise<void> {
  const { at, tookMs, status, failure, nextAt, outcome } = settled
  await session.query(
    `insert into anlauf.webhook_attempt (message_id, endpoint_id, at, status, failure, took_ms)
     select id, endpoint_id, $2, $3, $4, $5 from anlauf.webhook_message where id = $1`,
    [message.id, at.toISOString(), status ?? null, failure ?? null, Math.round(tookMs)],
  )
  await session.query('update anlauf.webhook_message set next_at = $2, outcome = $3 where id = $1', [
    message.id,
    nextAt?.toISOString() ?? null,
    outcome ?? null,
  ])
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
    url: row.url,
    flavour: row.flavour,
    language: row.language,
    isLoopback: row.is_loopback,
    addedAt: row.added_at.toISOString(),
    stage: row.stage,
    stageAt: row.stage_at.toISOString(),
    stageWhy: row.stage_why ?? undefined,
  }
}
