import { createHash } from 'node:crypto'

import type { Session } from '../../../adapters/database/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { Principal } from '../access/principal.ts'

interface ShownLetter {
  readonly caseId: string
  readonly request: string
  readonly tenant: string
}

/** Sessions end after 12 hours; what is older belongs to none. */
const keptMs = 24 * 3_600_000

/** Notes that a session got the text of a letter. */
export async function noteShown(
  database: Session,
  by: Principal,
  { caseId, request, tenant }: ShownLetter,
  now: Date,
): Promise<void> {
  await database.query('delete from anlauf.letter_shown where shown_at < $1', [
    new Date(now.getTime() - keptMs),
  ])
  await database.query(
    `insert into anlauf.letter_shown (reader, case_id, request, tenant, shown_at)
     values ($1, $2, $3, $4, $5)
     on conflict (reader, case_id, request, tenant) do update set shown_at = excluded.shown_at`,
    [readerOf(by), caseId, request, tenant, now],
  )
}

/**
 * Throws `gate-closed` when this session never got the text: a program that marks letters as read has to fetch each of
 * them at least. That somebody read it, no server can know.
 */
export async function requireShown(
  database: Session,
  by: Principal,
  { caseId, request, tenant }: ShownLetter,
): Promise<void> {
  const rows = await database.query(
    'select 1 from anlauf.letter_shown where reader = $1 and case_id = $2 and request = $3 and tenant = $4',
    [readerOf(by), caseId, request, tenant],
  )
  if (rows.length > 0) return
  throw new AnlaufError('gate-closed', `The letter to ${tenant} was not opened in this session.`, {
    hint: 'Open it, read it, then mark it as read. After signing in again, open it again.',
    context: { missing: ['the letter opened'] },
  })
}

function readerOf({ session, kind, name }: Principal): Buffer {
  return session ?? createHash('sha256').update(`${kind} ${name}`).digest()
}
