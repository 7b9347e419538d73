import { type Entry, type EntryDraft, type EvidenceLog, sealEntries } from '../../core/evidence/index.ts'
import { headOf, insertLines, takeTurn } from './chain-rows.ts'
import type { Database, Session } from './database.ts'
import { type Append, groupedAppends } from './grouped-appends.ts'

/**
 * The evidence log in the database: one hash chain per case, whoever appends from wherever. `append` is all or
 * nothing and has reached the disk when it returns; writers of the same case take turns, of different cases do
 * not wait for each other, and writers of one process go to the disk together. `appendAfter` lets a writer notice
 * that another one was faster. `read` gives the entries from `fromSeq` (default 1) in order, also those appended
 * while it reads; it trusts the database, `verifyEntries` does not.
 */
export function evidenceLog(database: Pick<Database, 'query' | 'transaction'>): EvidenceLog {
  return logOf(database, groupedAppends(database))
}

/** The evidence log as a part of a transaction: what is appended is there when the transaction is, or not at all. */
export function evidenceLogWithin(session: Session): EvidenceLog {
  return logOf(session, async (caseId, { drafts, after }) => {
    await takeTurn(session, caseId)
    const head = await headOf(session, caseId)
    if (after !== undefined && after !== head.seq) return undefined
    const { entries, lines } = sealEntries(caseId, head, drafts)
    if (lines.length > 0) await insertLines(session, caseId, head, lines)
    return entries
  })
}

/**
 * The stored lines as they are, for whoever verifies: nothing is read into them. The next page is on its way while
 * the present one is used.
 */
export async function* evidenceLines(
  session: Session,
  caseId: string,
  fromSeq = 1,
): AsyncGenerator<string, void, undefined> {
  let coming = readPage(session, caseId, fromSeq, verifyPageSize)
  for (;;) {
    const page = await coming
    const last = page.at(-1)
    const isEnd = last === undefined || page.length < verifyPageSize
    if (!isEnd) coming = readPage(session, caseId, last.seq + 1, verifyPageSize)
    // Whoever stops reading early must not leave a refusal behind that nobody hears.
    coming.catch(() => undefined)
    for (const { entry } of page) yield entry
    if (isEnd) return
  }
}

function logOf(session: Pick<Session, 'query'>, append: Append): EvidenceLog {
  return {
    append: async (caseId, drafts: readonly EntryDraft[]) => (await append(caseId, { drafts })) ?? [],
    appendAfter: (caseId, after, drafts) => append(caseId, { drafts, after }),
    async *read(caseId, fromSeq = 1) {
      let next = fromSeq
      for (;;) {
        const page = await readPage(session, caseId, next, pageSize)
        for (const { entry } of page) yield JSON.parse(entry) as Entry
        const last = page.at(-1)
        if (last === undefined || page.length < pageSize) return
        next = last.seq + 1
      }
    },
  }
}

/** About 300 kB of entries: few round trips, little memory. */
const pageSize = 500
/** About 3 MB: a million entries in 200 round trips. */
const verifyPageSize = 5000

async function readPage(
  session: Pick<Session, 'query'>,
  caseId: string,
  fromSeq: number,
  limit: number,
): Promise<readonly { readonly seq: number; readonly entry: string }[]> {
  return session.query<{ seq: number; entry: string }>(
    `select seq::float8 as seq, entry from anlauf.evidence as row
      where case_id = $1 and seq >= $2 order by row.seq limit $3`,
    [caseId, fromSeq, limit],
  )
}
