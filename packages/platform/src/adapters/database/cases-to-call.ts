import { caseIds } from './case-ids.ts'
import type { Session } from './database.ts'

/** Cases in one look-up; each asks for its head. */
const pageOf = 500

/**
 * Cases in whose log an alarm was raised or an override asked for, ever: whether somebody has to be called now, the
 * case itself says. `looked` is the caller's memory, by case up to which entry nothing of it was found (or -1: it was),
 * so that a log of a million entries is searched once and not every quarter of a minute.
 */
export async function casesToCall(session: Session, looked: Map<string, number>): Promise<readonly string[]> {
  for (let after = ''; ;) {
    const page = await caseIds(session, { limit: pageOf, after })
    // The server's own chains are no cases.
    for (const caseId of page.filter((id) => !id.startsWith('anlauf.'))) await look(session, looked, caseId)
    after = page.at(-1) ?? ''
    if (page.length < pageOf) break
  }
  return [...looked].filter(([, upTo]) => upTo === -1).map(([caseId]) => caseId)
}

async function look(session: Session, looked: Map<string, number>, caseId: string): Promise<void> {
  const upTo = looked.get(caseId) ?? 0
  if (upTo === -1) return
  const [row] = await session.query<{ head: string | null; found: boolean }>(
    `select max(seq) as head,
            coalesce(bool_or(strpos(entry, '"kind":"alarm.raised"') > 0
              or (strpos(entry, '"kind":"approval.requested"') > 0 and strpos(entry, '"kind":"override"') > 0)),
              false) as found
       from anlauf.evidence where case_id = $1 and seq > $2`,
    [caseId, upTo],
  )
  looked.set(caseId, row?.found === true ? -1 : Math.max(upTo, Number(row?.head ?? upTo)))
}
