import type { ClockLog } from '../../../core/duties/index.ts'
import { type DueSummary, dueSummary } from '../../../core/overview/index.ts'

/** A clock that runs out meanwhile shows so long as running. */
const keptMs = 10_000
const keptCases = 64

/**
 * The duties of a case as they were some seconds ago, as long as nothing was recorded about them: fifty people who
 * look at each new entry would otherwise count ten thousand clocks at each.
 */
export function keptDue(): typeof dueSummary {
  const known = new Map<string, { readonly log: ClockLog; readonly atMs: number; readonly due: DueSummary }>()
  return (log, now) => {
    const before = known.get(log.case.id)
    const atMs = now.epochMilliseconds
    const isFresh = before !== undefined && atMs >= before.atMs && atMs - before.atMs < keptMs
    if (isFresh && isSame(before.log, log)) return before.due
    const due = dueSummary(log, now)
    known.delete(log.case.id)
    known.set(log.case.id, { log, atMs, due })
    const [oldest] = known.keys()
    if (known.size > keptCases && oldest !== undefined) known.delete(oldest)
    return due
  }
}

/** Maps are copied when they change. */
function isSame(one: ClockLog, other: ClockLog): boolean {
  return (
    one.profiles === other.profiles &&
    one.contracts === other.contracts &&
    one.occurrences === other.occurrences &&
    one.submissions === other.submissions &&
    one.proposals === other.proposals &&
    one.reopened === other.reopened &&
    one.case.declaredAt === other.case.declaredAt &&
    one.case.units.size === other.case.units.size
  )
}
