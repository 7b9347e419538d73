import { eventOf, followLog } from '../case/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { type ClockCommand, decideClock } from './clocks/decide-clock.ts'
import { clockDraft, type ClockEvent, clockEventOf } from './log/clock-event.ts'
import { dutyRulesDigest } from './rules/index.ts'
import { type ClockLog, emptyClockLog, withCaseEvent, withClockEvent } from './log/clock-log.ts'

/** The clocks of a case whose events live in its evidence log. */
export interface ClockSession {
  readonly log: ClockLog
  /** Some of it was decided under other rules than this program has. */
  readonly hasOtherRules: boolean
  /** Decides on all that is in the log when the events are stored. Throws what `decideClock` throws. */
  execute(
    command: ClockCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly ClockEvent[]>
}

/** Reads the clocks of a case from its log. Other processes may write to the same case meanwhile. */
export async function openClocks(evidence: EvidenceLog, caseId: string): Promise<ClockSession> {
  let log = emptyClockLog(caseId)
  let hasOtherRules = false
  const followed = await followLog(evidence, caseId, (entry) => {
    const clockEvent = clockEventOf(entry)
    if (clockEvent !== undefined) {
      log = withClockEvent(log, clockEvent, entry.at)
      hasOtherRules ||= entry.data['ruleSet'] !== dutyRulesDigest
    }
    const caseEvent = eventOf(entry)
    if (caseEvent !== undefined) log = withCaseEvent(log, caseEvent, entry.at)
  })
  return {
    get log() {
      return log
    },
    get hasOtherRules() {
      return hasOtherRules
    },
    execute: (command, by) =>
      followed.decided(
        () => decideClock(log, command, Temporal.Instant.from(by.at)),
        (event) => clockDraft(event, by),
      ),
  }
}
