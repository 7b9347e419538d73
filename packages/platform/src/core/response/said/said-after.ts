import type { CaseState } from '../../case/index.ts'
import { clocksAfter } from '../../duties/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { factsAfter } from '../../facts/index.ts'
import { noticesAfter } from '../../notices/index.ts'
import { statementsAfter } from '../../statements/index.ts'
import { deskAfter } from '../../updates/index.ts'
import { happenings } from './happenings.ts'
import type { Said } from './said.ts'

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
