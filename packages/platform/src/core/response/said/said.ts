import type { CaseState } from '../../case/index.ts'
import { type ClockLog, clocksAfter, emptyClockLog } from '../../duties/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { emptyFacts, type FactLog, factsAfter } from '../../facts/index.ts'
import { initialNotices, type NoticeDesk, noticesAfter } from '../../notices/index.ts'
import { initialStatements, type StatementDesk, statementsAfter } from '../../statements/index.ts'
import { type Desk, deskAfter, initialDesk, type Signer } from '../../updates/index.ts'
import { happenings } from './happenings.ts'

/** Where something stands in the log. */
export interface SaidAt {
  readonly seq: number
  readonly at: string
}

/**
 * What was said to whom in a case, as the desks have it that said it: the same rules of belief hold here, so that what
 * nobody signed completes no stage either.
 */
export interface Said {
  /** Their `case` is the one before their last entry; ask through `saidNow`. */
  readonly desk: Desk
  readonly notices: NoticeDesk
  readonly statements: StatementDesk
  readonly clocks: ClockLog
  readonly facts: FactLog
  /** The entry that shows something, by its name in `happenings`. */
  readonly places: ReadonlyMap<string, SaidAt>
  /** Who had signed what went out, when it went out; a key that is revoked later unsays nothing. */
  readonly signers: ReadonlyMap<string, readonly Signer[]>
}

export function nothingSaid(caseId: string): Said {
  return {
    desk: initialDesk(caseId),
    notices: initialNotices(caseId),
    statements: initialStatements(caseId),
    clocks: emptyClockLog(caseId),
    facts: emptyFacts(caseId),
    places: new Map(),
    signers: new Map(),
  }
}

/** What was said after one more entry; `before` is the case before it. */
export function saidAfter(said: Said, entry: Entry, before: CaseState): Said {
  // Before the desks believe it: some of their maps are changed in place within a batch.
  const happening = happenings(said, entry, before)
  const desk = deskAfter(said.desk, entry, before)
  const notices = noticesAfter(said.notices, entry, before)
  const statements = statementsAfter(said.statements, entry, before)
  const clocks = clocksAfter(said.clocks, entry, before)
  const facts = factsAfter(said.facts, entry, before)
  const isSame =
    desk === said.desk &&
    notices === said.notices &&
    statements === said.statements &&
    clocks === said.clocks &&
    facts === said.facts
  return isSame ? said : happening({ ...said, desk, notices, statements, clocks, facts })
}

/** The desks with the case as it is now: keys that were revoked since count no more. */
export function saidNow(said: Said, state: CaseState): Said {
  const { desk, notices, statements, clocks, facts } = said
  return {
    ...said,
    desk: { ...desk, case: state },
    notices: { ...notices, case: state },
    statements: { ...statements, case: state },
    clocks: { ...clocks, case: state },
    facts: { ...facts, case: state },
  }
}
