import type { Session } from './database.ts'

/** How the looks into a mailbox went. */
export interface MailboxState {
  readonly mailbox: string
  readonly lookedAt: string | undefined
  /** When it went well for the last time. */
  readonly workedAt: string | undefined
  /** Looks in a row that failed, and with what. */
  readonly failures: number
  readonly problem: string | undefined
  readonly taken: number
}

/** Takes the turn at a mailbox for a while; false when another process has it. */
export async function takeMailboxTurn(
  session: Session,
  { mailbox, owner, now, until }: { mailbox: string; owner: string; now: Date; until: Date },
): Promise<boolean> {
  const rows = await session.query(
    `insert into anlauf.mailbox_turn as t (mailbox, lease_owner, lease_until, looked_at) values ($1, $2, $4, $3)
     on conflict (mailbox) do update set lease_owner = $2, lease_until = $4, looked_at = $3
      where t.lease_until is null or t.lease_until <= $3 or t.lease_owner = $2
     returning mailbox`,
    [mailbox, owner, now.toISOString(), until.toISOString()],
  )
  return rows.length > 0
}

/** Gives the turn back and notes how it went. `failed`: nothing could be read; else `problem` is about some mails only. */
export async function endMailboxTurn(
  session: Session,
  one: {
    readonly mailbox: string
    readonly owner: string
    readonly at: Date
    readonly taken: number
    readonly problem: string | undefined
    readonly failed: boolean
  },
): Promise<void> {
  await session.query(
    `update anlauf.mailbox_turn
        set lease_owner = null, lease_until = null, taken = taken + $4, problem = $5,
            failures = case when $6 then failures + 1 else 0 end,
            worked_at = case when $6 then worked_at else $3 end
      where mailbox = $1 and lease_owner = $2`,
    [one.mailbox, one.owner, one.at.toISOString(), one.taken, one.problem ?? null, one.failed],
  )
}

export async function mailboxStates(session: Session): Promise<readonly MailboxState[]> {
  const rows = await session.query<{
    mailbox: string
    looked_at: Date | null
    worked_at: Date | null
    failures: number
    problem: string | null
    taken: number
  }>(
    'select mailbox, looked_at, worked_at, failures, problem, taken::float8 as taken from anlauf.mailbox_turn order by mailbox',
  )
  return rows.map((row) => ({
    mailbox: row.mailbox,
    lookedAt: row.looked_at?.toISOString(),
    workedAt: row.worked_at?.toISOString(),
    failures: row.failures,
    problem: row.problem ?? undefined,
    taken: row.taken,
  }))
}
