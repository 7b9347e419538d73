import type { DraftStore } from '../../core/filings/index.ts'
import type { Database } from './database.ts'

/** The words of notices, reports and letters, in rows that can be deleted. */
export function dutyDrafts(database: Database): DraftStore {
  return {
    async keep(caseId, drafts) {
      for (let at = 0; at < drafts.length; at += batch) {
        const part = drafts.slice(at, at + batch)
        await database.query(
          `insert into anlauf.duty_draft (case_id, content_hash, filing, content)
           select $1, content_hash, filing, content
             from unnest($2::text[], $3::text[], $4::text[]) as row (content_hash, filing, content)
               on conflict (case_id, content_hash) do nothing`,
          [
            caseId,
            part.map((one) => one.contentHash),
            part.map((one) => one.filing),
            part.map((one) => one.content),
          ],
        )
      }
    },
    async find(caseId, contentHashes) {
      const rows = await database.query<{ hash: string; content: string }>(
        `select content_hash as hash, content from anlauf.duty_draft
          where case_id = $1 and content_hash = any($2::text[])`,
        [caseId, [...contentHashes]],
      )
      return new Map(rows.map(({ hash, content }) => [hash, content]))
    },
    async erase(caseId) {
      const rows = await database.query(
        'delete from anlauf.duty_draft where case_id = $1 returning content_hash',
        [caseId],
      )
      return rows.length
    },
  }
}

/** A draft has a few kilobytes: a megabyte or two a statement. */
const batch = 250
