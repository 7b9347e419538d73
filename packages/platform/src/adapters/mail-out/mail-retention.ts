import type { SpoolDatabase } from './spool-database.ts'

/** What the spool keeps of a case that leads to a person. */
export interface KeptMails {
  readonly mails: number
  /** Codes that are read back on the phone. */
  readonly proofs: number
  /** Queued or on the wire. */
  readonly underway: number
}

/** Deletes what leads to a person in mails that are over. */
export interface MailRetention {
  /** Cases of which the spool keeps anything. */
  cases(): Promise<readonly string[]>
  keptOf(caseId: string): Promise<KeptMails>
  /**
   * Takes address, words and attachments out of all mails of a case, and the codes out of its proofs. Keys, states and
   * times stay, so that no notice goes out twice and figures keep their sums; of class A the hash over what was sent,
   * and of a receipt the hash of its link. What was held and never left ends as "failed".
   */
  forget(caseId: string): Promise<void>
  /** The same for mails of no case, confirmations say, that are older; returns how many. */
  forgetLoose(before: Date, options: { readonly dryRun: boolean }): Promise<number>
}

export function mailRetention(database: SpoolDatabase): MailRetention {
  return {
    async cases() {
      const rows = await database.query<{ id: string }>(
        `select case_id as id from anlauf.mail_out where recipient <> '' and case_id is not null
         union select case_id from anlauf.notice_proof where code <> '' order by id`,
      )
      return rows.map(({ id }) => id)
    },
    async keptOf(caseId) {
      const [mails] = await database.query<Omit<KeptMails, 'proofs'>>(
        `select count(*) filter (where recipient <> '')::int as mails,
                count(*) filter (where state in ('queued', 'sent'))::int as underway
           from anlauf.mail_out where case_id = $1`,
        [caseId],
      )
      const [proofs] = await database.query<{ proofs: number }>(
        `select count(*)::int as proofs from anlauf.notice_proof where case_id = $1 and code <> ''`,
        [caseId],
      )
      return { mails: mails?.mails ?? 0, underway: mails?.underway ?? 0, proofs: proofs?.proofs ?? 0 }
    },
    async forget(caseId) {
      await database.transaction(async (session) => {
        await session.query(
          `delete from anlauf.mail_out_part p using anlauf.mail_out m
            where p.mail_id = m.id and m.case_id = $1 and m.state not in ('queued', 'sent')`,
          [caseId],
        )
        await session.query(
          `update anlauf.mail_out set ${emptied}
            where case_id = $1 and recipient <> '' and state not in ('queued', 'sent')`,
          [caseId],
        )
        await session.query(`update anlauf.notice_proof set code = '' where case_id = $1 and code <> ''`, [
          caseId,
        ])
      })
    },
    async forgetLoose(before, { dryRun }) {
      const which = `case_id is null and recipient <> '' and queued_at < $1 and state not in ('queued', 'sent')`
      if (dryRun) {
        const [row] = await database.query<{ mails: number }>(
          `select count(*)::int as mails from anlauf.mail_out where ${which}`,
          [before],
        )
        return row?.mails ?? 0
      }
      return database.transaction(async (session) => {
        await session.query(
          `delete from anlauf.mail_out_part where mail_id in (select id from anlauf.mail_out where ${which})`,
          [before],
        )
        const rows = await session.query(
          `update anlauf.mail_out set ${emptied} where ${which} returning id`,
          [before],
        )
        return rows.length
      })
    },
  }
}

/** What a notice proves stays: that, when and which words went out, to whom by id. */
const emptied = `recipient = '', alternates = '{}', subject = '', body = '', headers = '{}', lease_owner = null,
  lease_until = null, content_hash = case class when 'A' then content_hash else '' end,
  state = case state when 'held' then 'failed' else state end,
  reason = case state when 'held' then 'forgotten' else reason end`
