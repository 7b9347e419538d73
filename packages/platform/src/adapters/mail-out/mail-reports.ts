import { afterReport, type BounceMail, type MailClass, type MailState } from '../../core/deliveries/index.ts'
import { settlementOfStep } from './settlement-of.ts'
import type { SpoolDatabase } from './spool-database.ts'
import { isStopped } from './stopped-mails.ts'

/** A state of a mail that the log of its case does not know yet. */
export interface UntoldMail {
  readonly key: string
  readonly state: MailState
  readonly reason?: string
  readonly reply?: string
}

/** What becomes of mails after a relay took them. */
export interface MailReports {
  /** Believes a report about one of our mails. `unknown`: nobody sent a mail with this token. */
  report(
    bounce: Extract<BounceMail, { kind: 'report' | 'unreadable' }>,
  ): Promise<'changed' | 'nothing new' | 'unknown'>
  /** Those of these tokens that a mail was sent with; whatever else claims to be a report costs no more than this. */
  known(tokens: readonly string[]): Promise<ReadonlySet<string>>
  /** The person confirmed it, on whatever way: it cannot bounce any more. */
  acknowledge(key: string): Promise<void>
  /** Class A mails of a case whose state its log does not know; they stay in the answer until `told`. */
  untold(caseId: string, limit?: number): Promise<readonly UntoldMail[]>
  told(mails: readonly UntoldMail[]): Promise<void>
  /** Cases that notices went out in. */
  cases(): Promise<readonly string[]>
}

export function mailReports(
  database: SpoolDatabase,
  { now = () => new Date() }: { now?: () => Date } = {},
): MailReports {
  return {
    report: (bounce) => believe(database, bounce, now()),
    async known(tokens) {
      if (tokens.length === 0) return new Set()
      const rows = await database.query<{ token: string }>(
        'select token from anlauf.mail_out where token = any($1)',
        [tokens],
      )
      return new Set(rows.map(({ token }) => token))
    },
    async acknowledge(key) {
      await database.query(
        `update anlauf.mail_out set state = 'acknowledged'
          where key = $1 and state in ('sent', 'accepted', 'delivered', 'delayed')`,
        [key],
      )
    },
    async untold(caseId, limit = 1000) {
      const rows = await database.query<Record<string, unknown>>(
        `select key, state, reason, reply from anlauf.mail_out
          where case_id = $1 and class = 'A' and told_state is distinct from state and state <> 'queued'
          order by id limit $2`,
        [caseId, limit],
      )
      return rows.map(
        (row) =>
          Object.fromEntries(
            Object.entries(row).filter(([, value]) => value !== null),
          ) as unknown as UntoldMail,
      )
    },
    async told(mails) {
      await database.query(
        `update anlauf.mail_out m set told_state = t.state
           from jsonb_to_recordset($1::jsonb) t (key text, state text) where m.key = t.key and m.state = t.state`,
        [JSON.stringify(mails.map(({ key, state }) => ({ key, state })))],
      )
    },
    async cases() {
      const rows = await database.query<{ id: string }>(
        `select distinct case_id as id from anlauf.mail_out where class = 'A' order by id`,
      )
      return rows.map(({ id }) => id)
    },
  }
}

interface Reported {
  readonly id: string
  readonly key: string
  readonly class: MailClass
  readonly state: MailState
  readonly attempts: number
  readonly giveUpAt: Date
  readonly alternates: readonly string[]
}

async function believe(
  database: SpoolDatabase,
  bounce: Parameters<MailReports['report']>[0],
  now: Date,
): ReturnType<MailReports['report']> {
  return database.transaction(async (session) => {
    const [row] = await session.query<Reported>(
      `select id::text as id, key, class, state, attempts, give_up_at as "giveUpAt", alternates from anlauf.mail_out
        where token = $1 for update`,
      [bounce.token],
    )
    if (row === undefined) return 'unknown'
    const step = afterReport(row, bounce, now)
    if (step === undefined) return 'nothing new'
    const { reply, nextAt, recipient, alternates, token, ...settled } = settlementOfStep(row, step)
    // It left before somebody saw the mistake; it must not leave for another address after.
    const isHeld = settled.state === 'queued' && (await isStopped(session, row.key))
    const { state, reason } = isHeld ? { state: 'held', reason: 'stopped' } : settled
    await session.query(
      `update anlauf.mail_out set state = $2, reason = $3, reply = coalesce($4, reply), next_at = coalesce($5, next_at),
              recipient = coalesce($6, recipient), alternates = coalesce($7, alternates), token = coalesce($8, token),
              lease_owner = null, lease_until = null
        where id = $1`,
      [
        row.id,
        state,
        reason ?? null,
        reply ?? null,
        nextAt ?? null,
        recipient ?? null,
        alternates ?? null,
        token ?? null,
      ],
    )
    return 'changed'
  })
}
