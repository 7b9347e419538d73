import { eventOf, followLog } from '../case/index.ts'
import type { EvidenceLog } from '../evidence/index.ts'
import { custodyDraft, type CustodyEvent, custodyEventOf } from './custody-event.ts'
import { type CustodyLog, emptyCustody, withCase, withCustody } from './custody-log.ts'
import { type CustodyCommand, decideCustody } from './decide-custody.ts'

/** The originals of a case whose events live in its evidence log. */
export interface CustodySession {
  readonly log: CustodyLog
  /** The last entry that was read or written. */
  readonly seq: number
  /** Decides on all that is in the log when the events are stored. Throws what `decideCustody` throws. */
  execute(
    command: CustodyCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly CustodyEvent[]>
}

/** Reads the originals of a case from its log. Other processes may write to the same case meanwhile. */
export async function openCustody(evidence: EvidenceLog, caseId: string): Promise<CustodySession> {
  let log = emptyCustody(caseId)
  const followed = await followLog(evidence, caseId, (entry) => {
    const custody = custodyEventOf(entry)
    if (custody !== undefined) log = withCustody(log, custody, entry.at)
    const event = eventOf(entry)
    if (event !== undefined) log = withCase(log, event, entry.at)
  })
  return {
    get log() {
      return log
    },
    get seq() {
      return followed.seq
    },
    execute: (command, by) =>
      followed.decided(
        () => decideCustody(log, command),
        (event) => custodyDraft(event, by),
      ),
  }
}
