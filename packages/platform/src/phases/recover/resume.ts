import { isDeepStrictEqual } from 'node:util'

import { type Journal, type JournalEntry, outcomeKey } from './journal.ts'
import { contentHash, removePlaced, seenAt } from './placed.ts'
import type { UnitPlan } from './plan.ts'
import { isWorthAnotherTry } from './settle.ts'

/**
 * How closely a continued run looks at what its journal calls finished: `changed` reads a file again when
 * anything about it changed since it was written (20 µs an item otherwise), `content` reads every file, which
 * also finds what a failing disk or a power cut did.
 */
export type Recheck = 'changed' | 'content'

/**
 * Makes journal and clean room agree before an interrupted run goes on: what is missing or changed is forgotten
 * and restored again, what has no entry yet is removed, what could not be read, judged or placed gets another try, and
 * so does what people decided about.
 */
export async function recheckUnit(
  plan: UnitPlan,
  folder: string,
  journal: Journal,
  options: { recheck: Recheck; signal: AbortSignal | undefined },
): Promise<void> {
  for (const item of plan.items) {
    options.signal?.throwIfAborted()
    const entry = journal.entries.get(outcomeKey(item))
    const isDecided = item.decision !== undefined && entry?.outcome.kind === 'caseReview'
    if (entry !== undefined && !isDecided && (await stillHolds(entry, folder, options.recheck))) continue
    journal.forget([outcomeKey(item)])
    removePlaced(folder, item)
  }
}

async function stillHolds(
  { outcome, seen }: JournalEntry,
  folder: string,
  recheck: Recheck,
): Promise<boolean> {
  if (outcome.kind !== 'clean') return !isWorthAnotherTry(outcome)
  const isUntouched = seen !== undefined && isDeepStrictEqual(seenAt(folder, outcome.line), seen)
  if (isUntouched && recheck === 'changed') return true
  return (await contentHash(folder, outcome.line)) === outcome.line.sha256
}
