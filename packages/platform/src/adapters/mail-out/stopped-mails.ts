import { setTimeout as sleep } from 'node:timers/promises'

import type { SpoolDatabase, SpoolSession } from './spool-database.ts'

/** How the mails stood in the moment in which they were stopped. */
export interface HeldMails {
  /** Stay here until somebody lets them go. */
  readonly held: number
  /** On the wire in that moment; the relay may take them. One that it puts off is held. */
  readonly underway: number
  /** Left before, whatever became of them. */
  readonly gone: number
}

/**
 * Stops the mails whose keys begin so, those in the spool and those that come later. A sender asks for each mail just
 * before it goes over the wire, so a mail that is only reserved, composed, or waiting for a connection is stopped too.
 */
export async function hold(database: SpoolDatabase, keyPrefix: string, now: Date): Promise<HeldMails> {
  await database.transaction(async (session) => {
    // Waits for whoever puts mails in now; who comes later sees it.
    await session.query(`select pg_advisory_xact_lock(${stopLock})`)
    await session.query(
      'insert into anlauf.mail_hold (key_prefix, held_at) values ($1, $2) on conflict do nothing',
      [keyPrefix, now],
    )
  })
  await inPasses(database, keyPrefix, {
    which: `state in ('queued', 'held', 'sent') and reason is distinct from 'stopped'`,
    change: `state = case state when 'sent' then 'sent' else 'held' end, reason = 'stopped',
             lease_owner = case state when 'sent' then lease_owner end,
             lease_until = case state when 'sent' then lease_until end`,
  })
  const [counts] = await database.query<HeldMails>(
    `select count(*) filter (where state = 'held')::int as held, count(*) filter (where state = 'sent')::int as underway,
            count(*) filter (where state not in ('held', 'sent'))::int as gone
       from anlauf.mail_out where starts_with(key, $1)`,
    [keyPrefix],
  )
  return counts ?? { held: 0, underway: 0, gone: 0 }
}

/** Lets held mails go on, in the order in which they were put in, with a new time to give up; returns how many. */
export async function letGo(database: SpoolDatabase, keyPrefix: string, now: Date): Promise<number> {
  await database.transaction(async (session) => {
    await session.query(`select pg_advisory_xact_lock(${stopLock})`)
    await session.query('delete from anlauf.mail_hold where key_prefix = $1', [keyPrefix])
  })
  const states = await inPasses(database, keyPrefix, {
    which: `state in ('held', 'sent') and reason = 'stopped'`,
    change: `reason = null, next_at = '${now.toISOString()}',
             give_up_at = greatest(give_up_at, '${now.toISOString()}'::timestamptz + (give_up_at - queued_at)),
             state = case state when 'sent' then 'sent' else 'queued' end`,
  })
  return states.filter((state) => state === 'queued').length
}

/**
 * Changes mails without ever waiting for one: what a sender writes in this moment comes in the next pass. Waiting, with
 * other mails in hand that the sender waits for, would be a deadlock. Returns the states that they have then.
 */
async function inPasses(
  database: SpoolDatabase,
  keyPrefix: string,
  { which, change }: { readonly which: string; readonly change: string },
): Promise<readonly string[]> {
  const states: string[] = []
  for (;;) {
    const rows = await database.query<{ state: string }>(
      `update anlauf.mail_out m set ${change}
         from (select id as free from anlauf.mail_out where starts_with(key, $1) and ${which} for update skip locked) f
        where m.id = f.free returning m.state`,
      [keyPrefix],
    )
    states.push(...rows.map(({ state }) => state))
    const [left] = await database.query<{ some: boolean }>(
      `select exists (select from anlauf.mail_out where starts_with(key, $1) and ${which}) as some`,
      [keyPrefix],
    )
    if (left?.some !== true) return states
    await sleep(5)
  }
}

/** Until the transaction ends nothing is stopped: whether a mail that is put in is stopped cannot change meanwhile. */
export async function stopsNobody(session: SpoolSession): Promise<void> {
  await session.query(`select pg_advisory_xact_lock_shared(${stopLock})`)
}

/** True when a person keeps the mail of this key back; good until the transaction ends. */
export async function isStopped(session: SpoolSession, key: string): Promise<boolean> {
  await stopsNobody(session)
  const [row] = await session.query<{ stopped: boolean }>(
    'select exists (select from anlauf.mail_hold where starts_with($1, key_prefix)) as stopped',
    [key],
  )
  return row?.stopped === true
}

/** Any number that nobody else takes. */
const stopLock = 7_304_271_998
