import { type Database, evidenceLog } from '../../../adapters/database/index.ts'
import { mailRetention } from '../../../adapters/mail-out/index.ts'
import { clocksOf, openClocks } from '../../../core/duties/index.ts'
import {
  forgottenEntry,
  mailRetention as retentionOf,
  type Retention,
  type RetentionRule,
} from '../../../core/notices/index.ts'

/** What was kept of a case, and what became of it. */
export interface Forgotten {
  readonly case: string
  readonly mails: number
  readonly proofs: number
  readonly retention: Retention
}

export interface Forgetting {
  readonly cases: readonly Forgotten[]
  /** Mails of no case. */
  readonly loose: number
  /** Cases that could not be read; nothing of them was deleted. */
  readonly problems: readonly { readonly case: string; readonly message: string }[]
}

/**
 * Deletes what leads to a person in the mails of cases that ended long enough ago; with `dryRun` it says what it would
 * delete. The log of each case says so first. One case that cannot be read keeps no other waiting.
 */
export async function forgetMails(
  database: Database,
  {
    rule,
    only,
    dryRun,
    now,
    actor,
  }: {
    readonly rule: RetentionRule
    readonly only?: string
    readonly dryRun: boolean
    readonly now: Date
    readonly actor: string
  },
): Promise<Forgetting> {
  const spool = mailRetention(database)
  const log = evidenceLog(database)
  const at = now.toISOString()
  const instant = Temporal.Instant.from(at)
  const cases: Forgotten[] = []
  const problems: { case: string; message: string }[] = []
  for (const id of await spool.cases()) {
    if (only !== undefined && id !== only) continue
    try {
      const { mails, proofs, underway } = await spool.keptOf(id)
      const { log: clocks } = await openClocks(log, id)
      const retention = retentionOf(clocks.case, {
        rule,
        clocks: () => clocksOf(clocks, instant),
        underway,
        now: instant,
      })
      cases.push({ case: id, mails, proofs, retention })
      if (!retention.may || dryRun) continue
      const { endedAt } = retention
      await log.append(id, [forgottenEntry({ mails, proofs, months: rule.months, endedAt }, { at, actor })])
      await spool.forget(id)
    } catch (error) {
      problems.push({ case: id, message: error instanceof Error ? error.message : String(error) })
    }
  }
  if (only !== undefined) return { cases, loose: 0, problems }
  const before = instant.toZonedDateTimeISO('UTC').subtract({ months: rule.months }).toInstant()
  const loose = await spool.forgetLoose(new Date(before.epochMilliseconds), { dryRun })
  return { cases, loose, problems }
}
