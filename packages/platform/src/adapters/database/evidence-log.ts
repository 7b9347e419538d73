import {
  type ChainHead,
  emptyChain,
  type Entry,
  type EntryDraft,
  entryHash,
  type EvidenceLog,
  sealEntries,
} from '../../core/evidence/index.ts'
import type { Database, Session } from './database.ts'

/**
 * The evidence log in the database: one hash chain per case, whoever appends from wherever. `append` is all or
 * nothing and has reached the disk when it returns; writers of the same case take turns, of different cases do
 * not wait for each other. `appendAfter` lets a writer notice that another one was faster. `read` gives the entries from `fromSeq` (default 1) in order, also those appended
 * while it reads; it trusts the database, `verifyEntries` does not.
 */
export function evidenceLog(database: Pick<Database, 'query' | 'transaction'>): EvidenceLog {
  return {
    append: (caseId, drafts) =>
      database.transaction(async (session) => {
        await takeTurn(session, caseId)
        return insertAfter(session, caseId, await headOf(session, caseId), drafts)
      }),
    appendAfter: (caseId, seq, drafts) =>
      database.transaction(async (session) => {
        await takeTurn(session, caseId)
        const head = await headOf(session, caseId)
        return head.seq === seq ? insertAfter(session, caseId, head, drafts) : undefined
      }),
    async *read(caseId, fromSeq = 1) {
      let next = fromSeq
      for (;;) {
        const page = await readPage(database, caseId, next)
        for (const { entry } of page) yield JSON.parse(entry) as Entry
        const last = page.at(-1)
        if (last === undefined || page.length < pageSize) return
        next = last.seq + 1
      }
    },
  }
}

/** The evidence log as a part of a transaction: what is appended is there when the transaction is, or not at all. */
export function evidenceLogWithin(session: Session): EvidenceLog {
  return evidenceLog({
    query: (sql, values) => session.query(sql, values),
    transaction: (work) => work(session),
  })
}

/** Read committed gives every statement a new view, so the head is read after the turn was taken. */
async function takeTurn(session: Session, caseId: string): Promise<void> {
  await session.query(`select pg_advisory_xact_lock(hashtextextended('anlauf evidence ' || $1, 0))`, [caseId])
}

async function headOf(session: Session, caseId: string): Promise<ChainHead> {
  const [head] = await session.query<{ seq: number; hash: string }>(
    `select seq::float8 as seq, hash from anlauf.evidence where case_id = $1 order by seq desc limit 1`,
    [caseId],
  )
  return head ?? emptyChain
}

async function insertAfter(
  session: Session,
  caseId: string,
  head: ChainHead,
  drafts: readonly EntryDraft[],
): Promise<readonly Entry[]> {
  if (drafts.length === 0) return []
  const { entries, lines } = sealEntries(caseId, head, drafts)
  await session.query(
    `insert into anlauf.evidence (case_id, seq, previous, entry, hash)
     select * from unnest($1::text[], $2::bigint[], $3::text[], $4::text[], $5::text[])`,
    [
      entries.map((entry) => entry.case),
      entries.map((entry) => entry.seq),
      entries.map((entry) => entry.prev),
      lines,
      lines.map(entryHash),
    ],
  )
  return entries
}

/** About 300 kB of entries: few round trips, little memory. */
const pageSize = 500

async function readPage(
  database: Session,
  caseId: string,
  fromSeq: number,
): Promise<readonly { readonly seq: number; readonly entry: string }[]> {
  return database.query<{ seq: number; entry: string }>(
    `select seq::float8 as seq, entry from anlauf.evidence
      where case_id = $1 and seq >= $2 order by seq limit ${pageSize}`,
    [caseId, fromSeq],
  )
}
