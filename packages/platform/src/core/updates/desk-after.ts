import type { CaseState } from '../case/index.ts'
import { eventOf, foldInBatches } from '../case/index.ts'
import type { Entry, EvidenceLog } from '../evidence/index.ts'
import type { Desk } from './desk.ts'
import { initialDesk } from './desk.ts'
import { deskEventOf } from './desk-session.ts'
import { evolveDesk, isWordOnClaim } from './evolve-desk.ts'

/** The desk after one more entry, for whoever keeps the case anyway; `before` is the case before that entry. */
export function deskAfter(desk: Desk, entry: Entry, before: CaseState): Desk {
  const event = deskEventOf(entry) ?? eventOf(entry)
  if (event === undefined) return desk
  const isOwn =
    deskEventOf(entry) !== undefined || event.type === 'update.published' || isWordOnClaim(before, event)
  return isOwn ? evolveDesk({ ...desk, case: before }, event, entry.at) : desk
}

/** The desk of a case as its log has it. */
export async function readDesk(log: EvidenceLog, caseId: string): Promise<Desk> {
  let desk = initialDesk(caseId)
  await foldInBatches(log.read(caseId, 1), (entry) => {
    desk = withEntry(desk, entry)
  })
  return desk
}

/** The desk and its case after one more entry. */
export function withEntry(desk: Desk, entry: Entry): Desk {
  const event = deskEventOf(entry) ?? eventOf(entry)
  return event === undefined ? desk : evolveDesk(desk, event, entry.at)
}
