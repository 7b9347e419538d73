import { eventOf, evolve, followLog } from '../case/index.ts'
import { type Entry, entryHash, entryLine, type EvidenceLog } from '../evidence/index.ts'
import { decideFiling, type FilingCommand } from './decide-filing.ts'
import { filingDraft, type FilingEvent, filingEventOf } from './filing-event.ts'
import { emptyFilings, type FilingLog, withFiling } from './filing-log.ts'

/** The documents of a case whose events live in its evidence log. */
export interface FilingSession {
  readonly log: FilingLog
  /** The last entry that was read or written, with its hash: where a draft stands in the log. */
  readonly head: { readonly entry: number; readonly hash: string }
  /** Reads what others wrote since. */
  refresh(): Promise<void>
  /** Decides on all that is in the log when the events are stored. Throws what `decideFiling` throws. */
  execute(
    command: FilingCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly FilingEvent[]>
}

/** Reads the documents of a case from its log. Other processes may write to the same case meanwhile. */
export async function openFilings(evidence: EvidenceLog, caseId: string): Promise<FilingSession> {
  let log = emptyFilings(caseId)
  let last: Entry | undefined
  const followed = await followLog(evidence, caseId, (entry) => {
    last = entry
    const filing = filingEventOf(entry)
    if (filing !== undefined) log = withFiling(log, filing)
    const event = eventOf(entry)
    if (event !== undefined) log = { ...log, case: evolve(log.case, event, entry.at) }
  })
  return {
    get log() {
      return log
    },
    get head() {
      return last === undefined
        ? { entry: 0, hash: '' }
        : { entry: last.seq, hash: entryHash(entryLine(last)) }
    },
    refresh: () => followed.catchUp(),
    execute: (command, by) =>
      followed.decided(
        () => decideFiling(log, command),
        (event) => filingDraft(event, by),
      ),
  }
}
