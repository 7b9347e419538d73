import type { CaseState } from '../case/index.ts'
import { eventOf, inBatch } from '../case/index.ts'
import type { Entry, EvidenceLog } from '../evidence/index.ts'
import type { Desk } from './desk.ts'
import { initialDesk } from './desk.ts'
import { deskEventOf } from './desk-session.ts'
import { evolveDesk } from './evolve-desk.ts'

/** The desk after one more entry, for whoever keeps the case anyway; `before` is the case before that entry. */
export function deskAfter(desk: Desk, entry: Entry, before: CaseState): Desk {
  const event = deskEventOf(entry) ?? eventOf(entry)
  if (event === undefined) return desk
  const isOwn = deskEventOf(entry) !== undefined || event.type === 'update.published'
  return isOwn ? evolveDesk({ ...desk, case: before }, event, entry.at) : desk
}

/** Entries that are folded at once: some thousand copies of all units are one then. */
const batchSize = 2_000

/** The desk of a case as its log has it. */
export async function readDesk(log: EvidenceLog, caseId: string): Promise<Desk> {
  let desk = initialDesk(caseId)
  let batch: Entry[] = []
  const fold = (): Desk => inBatch(() => batch.reduce(withEntry, desk))
  for await (const entry of log.read(caseId, 1)) {
    batch.push(entry)
    if (batch.length < batchSize) continue
    desk = fold()
    batch = []
  }
  return fold()
}

function withEntry(desk: Desk, entry: Entry): Desk {
  const event = deskEventOf(entry) ?? eventOf(entry)
  return event === undefined ? desk : evolveDesk(desk, event, entry.at)
}
