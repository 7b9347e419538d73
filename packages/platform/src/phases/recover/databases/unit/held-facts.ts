import { eventOf } from '../../../../core/case/index.ts'
import type { Entry } from '../../../../core/evidence/index.ts'
import type { HeldFact } from '../../case-facts.ts'

/** What of a unit was held back since its last restore: a database that comes along changes nothing of it. */
export function heldFacts(entries: Iterable<Entry>, unit: string): readonly HeldFact[] {
  let held: HeldFact[] = []
  for (const entry of entries) {
    const event = eventOf(entry)
    if (event === undefined || !('unit' in event) || event.unit !== unit) continue
    if (event.type === 'unit.restored' || event.type === 'unit.restorePointsChosen') held = []
    if (event.type === 'item.quarantined' || event.type === 'item.sentToReview') held.push(event)
  }
  return held
}
