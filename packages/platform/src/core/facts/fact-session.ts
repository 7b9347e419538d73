import { type CaseState, eventOf, evolve, followLog, initialCase } from '../case/index.ts'
import { type ClockLog, clocksAfter, emptyClockLog } from '../duties/index.ts'
import type { Estate } from '../estate/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { type Desk, deskAfter, initialDesk } from '../updates/index.ts'
import { decideFact, type FactCommand } from './decide-fact.ts'
import { factDraft, type FactEvent } from './fact-event.ts'
import { emptyFacts, type FactLog, factsAfter } from './fact-log.ts'
import { type FactBase, factBase } from './fact-sheet.ts'

/** The facts of a case whose events live in its evidence log. */
export interface FactSession {
  readonly log: FactLog
  /** The case as it is, with its clocks and what was said in public. */
  readonly case: CaseState
  readonly clocks: ClockLog
  readonly desk: Desk
  /** The last entry that was read or written. */
  readonly seq: number
  /** Reads what others wrote since. */
  refresh(): Promise<void>
  /** Everything that sheets are made of, at a moment; with the estate as it is now, where it may have changed. */
  base(now: Date, current?: Estate): FactBase
  /** Decides on all that is in the log when the events are stored. Throws what `decideFact` throws. */
  execute(
    command: FactCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly FactEvent[]>
}

/** Reads the facts of a case from its log. Other processes may write to the same case meanwhile. */
export async function openFacts(
  evidence: EvidenceLog,
  caseId: string,
  estate?: Estate,
): Promise<FactSession> {
  let state = initialCase(caseId)
  let clocks = emptyClockLog(caseId)
  let desk = initialDesk(caseId)
  let log = emptyFacts(caseId)
  const followed = await followLog(evidence, caseId, (entry) => {
    const before = state
    const event = eventOf(entry)
    clocks = clocksAfter(clocks, entry, before)
    desk = deskAfter(desk, entry, before)
    log = factsAfter(log, entry, before)
    if (event !== undefined) state = evolve(before, event, entry.at)
  })
  const current = (): FactLog => ({ ...log, case: state })
  const withEstate = estate === undefined ? {} : { estate }
  return {
    get log() {
      return current()
    },
    get case() {
      return state
    },
    get clocks() {
      return { ...clocks, case: state }
    },
    get desk() {
      return { ...desk, case: state }
    },
    get seq() {
      return followed.seq
    },
    refresh: () => followed.catchUp(),
    base(now, changed = estate) {
      const known = { case: state, clocks: { ...clocks, case: state }, desk: { ...desk, case: state }, now }
      return factBase(current(), { ...known, ...(changed !== undefined && { estate: changed }) })
    },
    execute: (command, by) =>
      followed.decided(
        () => decideFact(current(), command, { ...withEstate, now: new Date(by.at) }),
        (event) => factDraft(event, by),
      ),
  }
}
