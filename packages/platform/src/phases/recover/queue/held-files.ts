import { join } from 'node:path'

import type { Repository } from '@anlauf/repository'

import { AnlaufError } from '../../../core/failure.ts'
import { type ItemOutcome, type JournalEntry, outcomeKey, readLastJournal } from '../journal.ts'
import { journalKey } from '../open-unit.ts'
import { type RecoveryPlan, summarisePlan, type UnitPlan } from '../plan.ts'
import { unitFolder } from '../unit-folder.ts'
import type { QueuedFile } from './group-files.ts'
import type { HeldBack, QueueClass } from './queue-group.ts'

/**
 * What the last run of a plan held back, as its journals in the clean room say; only lines that carry the
 * repository's own code count. Throws `plan-invalid` when a unit of the clean room is of another plan.
 */
export function heldFiles(
  repository: Repository,
  plan: RecoveryPlan,
  cleanRoom: string,
): readonly QueuedFile[] {
  return plan.units.flatMap((unit) => {
    const journal = readLastJournal(
      join(unitFolder(cleanRoom, unit.unit), 'journal.ndjson'),
      journalKey(repository),
    )
    if (journal === undefined) return []
    if (journal.header.planDigest !== summarisePlan(unit).digest) throw otherPlan(unit.unit)
    return heldOf(unit, journal.entries)
  })
}

function heldOf({ unit, items }: UnitPlan, entries: ReadonlyMap<string, JournalEntry>): QueuedFile[] {
  return items.flatMap((item) => {
    const outcome = entries.get(outcomeKey(item))?.outcome
    if (outcome === undefined || outcome.kind === 'clean') return []
    const { host, path, snapshot, contentKey, size, mtime } = item
    const held = heldBack(outcome)
    return [
      {
        unit,
        class: classOf(held),
        verdict: 'unknown' as const,
        reasons: [],
        powers: [],
        planned: 'nothing' as const,
        planReason: 'heldBack',
        held,
        item: { host, path, newest: { snapshot, contentKey, size, mtime }, previous: null },
      },
    ]
  })
}

function heldBack(outcome: Exclude<ItemOutcome, { kind: 'clean' }>): HeldBack {
  if (outcome.kind === 'quarantined') {
    const { matches, engine } = outcome.verdict
    return {
      verdict: 'infected',
      cause: 'infected',
      detail: `${engine} says infected: ${matches.join(', ')}`,
      sha256: outcome.sha256,
    }
  }
  const { cause, detail, sha256 = null } = outcome
  return { verdict: cause === 'suspicious' ? 'suspicious' : 'unknown', cause, detail, sha256 }
}

function classOf({ verdict }: HeldBack): QueueClass {
  if (verdict === 'infected') return 'N5'
  return verdict === 'suspicious' ? 'N3' : 'N4'
}

function otherPlan(unit: string): AnlaufError {
  return new AnlaufError('plan-invalid', `What lies of ${unit} in the clean room is of another plan.`, {
    hint: 'Name the plan of the last run with --plan; see "anlauf case show".',
  })
}
