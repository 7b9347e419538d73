import type { CaseState } from '../../case/index.ts'
import { type ClockLog, emptyClockLog } from '../../duties/index.ts'
import { emptyFacts, type FactLog } from '../../facts/index.ts'
import { initialNotices, type NoticeDesk } from '../../notices/index.ts'
import { initialStatements, type StatementDesk } from '../../statements/index.ts'
import { type Desk, initialDesk, type Signer } from '../../updates/index.ts'
import type { LogPlace } from '../log-place.ts'

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
  readonly places: ReadonlyMap<string, LogPlace>
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
