import { eventOf, foldInBatches } from '../case/index.ts'
import type { Entry, EvidenceLog } from '../evidence/index.ts'
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
  let last = 0
  let hasOtherRules = false
  function believe(entry: Entry): void {
    if (entry.seq <= last) return
    last = entry.seq
    const clockEvent = clockEventOf(entry)
    if (clockEvent !== undefined) {
      log = withClockEvent(log, clockEvent, entry.at)
      hasOtherRules ||= entry.data['ruleSet'] !== dutyRulesDigest
    }
    const caseEvent = eventOf(entry)
    if (caseEvent !== undefined) log = withCaseEvent(log, caseEvent, entry.at)
  }
  async function catchUp(): Promise<void> {
    await foldInBatches(evidence.read(caseId, last + 1), believe)
  }
  await catchUp()
  return {
    get log() {
      return log
    },
    get hasOtherRules() {
      return hasOtherRules
    },
    async execute(command, by) {
      for (;;) {
        await catchUp()
        const events = decideClock(log, command, Temporal.Instant.from(by.at))
        const drafts = events.map((event) => clockDraft(event, by))
        const entries = await evidence.appendAfter(caseId, last, drafts)
        if (entries === undefined) continue
        for (const entry of entries) believe(entry)
        return events
      }
    },
  }
}
