import { type CaseState, eventOf, evolve, initialCase } from '../../../core/case/index.ts'
import type { Entry, EvidenceLog } from '../../../core/evidence/index.ts'
import { AnlaufError } from '../../../core/failure.ts'

/** What is known of a case after its entry `seq`. */
export interface CaseSnapshot {
  readonly state: CaseState
  readonly seq: number
  /** Time of that entry. */
  readonly asOf: string
}

export type CaseReader = (caseId: string) => Promise<CaseSnapshot>

/** Cases whose last state is kept; more are read again from their first entry. */
const keptCases = 64

/**
 * Reads cases as they are now. Keeps the last state of each, so that only new entries are read; the log is asked
 * every time. A case of which nothing is written has `seq` 0.
 */
export function caseReader(log: EvidenceLog): CaseReader {
  const known = new Map<string, CaseSnapshot>()
  return async (caseId) => {
    let snapshot = known.get(caseId) ?? { state: initialCase(caseId), seq: 0, asOf: '' }
    for await (const entry of log.read(caseId, snapshot.seq + 1)) snapshot = after(snapshot, entry)
    if (snapshot.seq > 0) keep(known, caseId, snapshot)
    return snapshot
  }
}

/** The state after one more entry. Throws `evidence-broken` for a gap. */
export function after({ state, seq }: CaseSnapshot, entry: Entry): CaseSnapshot {
  if (entry.seq !== seq + 1) {
    throw new AnlaufError('evidence-broken', `Entry ${seq + 1} of the case "${state.id}" is missing.`, {
      hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
    })
  }
  const event = eventOf(entry)
  return {
    state: event === undefined ? state : evolve(state, event, entry.at),
    seq: entry.seq,
    asOf: entry.at,
  }
}

/** Throws `not-found` for a case that nobody declared. */
export function requireDeclared(snapshot: CaseSnapshot): CaseSnapshot {
  if (snapshot.state.status !== 'none') return snapshot
  throw new AnlaufError('not-found', `There is no case "${snapshot.state.id}".`, {
    hint: 'GET /api/cases lists the cases; "anlauf case declare" opens one.',
  })
}

/** Two reads of a case may overlap: the further one is kept. The case that waited longest for a reader goes. */
function keep(known: Map<string, CaseSnapshot>, caseId: string, snapshot: CaseSnapshot): void {
  if ((known.get(caseId)?.seq ?? 0) > snapshot.seq) return
  known.delete(caseId)
  known.set(caseId, snapshot)
  const [oldest] = known.keys()
  if (known.size > keptCases && oldest !== undefined) known.delete(oldest)
}
