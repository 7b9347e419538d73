import { type ChainHead, emptyChain, entryHash } from '../../core/evidence/index.ts'
import type { Session } from './database.ts'

/** Waits until no other transaction writes to the case, and keeps others waiting until this one ends. */
export async function takeTurn(session: Session, caseId: string): Promise<void> {
  await session.query(`select pg_advisory_xact_lock(hashtextextended('anlauf evidence ' || $1, 0))`, [caseId])
}

/**
 * Read committed gives every statement a new view: read after the turn was taken, this is the end of the chain. Ordered
 * by the row's own number, not by the one that is given out, for which there is no index: every page then sorted the
 * whole log, 0.3 s at 200,000 entries.
 */
export async function headOf(session: Session, caseId: string): Promise<ChainHead> {
  const [head] = await session.query<{ seq: number; hash: string }>(
    `select seq::float8 as seq, hash from anlauf.evidence as row where case_id = $1 order by row.seq desc limit 1`,
    [caseId],
  )
  return head ?? emptyChain
}

/** Stores sealed lines behind a head; gives the server's own time of the last row. */
export async function insertLines(
  session: Session,
  caseId: string,
  head: ChainHead,
  lines: readonly string[],
): Promise<string> {
  const hashes = lines.map(entryHash)
  const [last] = await session.query<{ recorded_at: string }>(
    `with stored as (
       insert into anlauf.evidence (case_id, seq, previous, entry, hash)
       select $1, $2 + place, previous, entry, hash
         from unnest($3::text[], $4::text[], $5::text[]) with ordinality as line (previous, entry, hash, place)
       returning seq, recorded_at
     )
     select recorded_at::text from stored order by seq desc limit 1`,
    [caseId, head.seq, [head.hash, ...hashes.slice(0, -1)], lines, hashes],
  )
  return last?.recorded_at ?? ''
}

/** Whether exactly this row is in the log, not only one with the same content. */
export async function wasStored(
  session: Session,
  caseId: string,
  { seq, hash, recordedAt }: { readonly seq: number; readonly hash: string; readonly recordedAt: string },
): Promise<boolean> {
  const found = await session.query(
    `select 1 from anlauf.evidence where case_id = $1 and seq = $2 and hash = $3 and recorded_at = $4::timestamptz`,
    [caseId, seq, hash, recordedAt],
  )
  return found.length > 0
}
