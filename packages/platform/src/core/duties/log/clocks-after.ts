import type { CaseState } from '../../case/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { clockEventOf } from './clock-event.ts'
import { type ClockLog, withClockEvent } from './clock-log.ts'

/** The clocks of a case after one more entry, for whoever keeps its state already: `state` is the case before it. */
export function clocksAfter(log: ClockLog, entry: Entry, state: CaseState): ClockLog {
  const event = clockEventOf(entry)
  return event === undefined ? log : withClockEvent({ ...log, case: state }, event, entry.at)
}
