import type { Entry, EntryDraft, EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { foldInBatches, inBatch } from './batch.ts'

/** What one reader made of the log of a case, up to an entry, and its way to add to it. */
export interface FollowedLog {
  /** The last entry that was read or written. */
  readonly seq: number
  /** Reads what others wrote since. Throws `evidence-broken` for a gap. */
  catchUp(): Promise<void>
  /**
   * Decides on all that is in the log and stores what comes of it directly behind; decides anew when somebody was
   * faster. What `decide` throws goes through, with nothing stored.
   */
  decided<Event>(
    decide: () => readonly Event[],
    draftOf: (event: Event) => EntryDraft,
  ): Promise<readonly Event[]>
}

/**
 * Reads a case's log from its first entry on and believes each entry once, in its order, however the commands of one
 * session overlap.
 */
export async function followLog(
  log: EvidenceLog,
  caseId: string,
  believe: (entry: Entry) => void,
): Promise<FollowedLog> {
  let seq = 0
  function take(entry: Entry): void {
    if (entry.seq <= seq) return
    if (entry.seq !== seq + 1) throw missingEntry(caseId, seq + 1)
    seq = entry.seq
    believe(entry)
  }
  async function catchUp(): Promise<void> {
    await foldInBatches(log.read(caseId, seq + 1), take)
  }
  await catchUp()
  return {
    get seq() {
      return seq
    },
    catchUp,
    async decided(decide, draftOf) {
      for (;;) {
        await catchUp()
        const events = decide()
        if (events.length === 0) return events
        const entries = await log.appendAfter(caseId, seq, events.map(draftOf))
        if (entries === undefined) continue
        inBatch(() => entries.forEach(take))
        return events
      }
    },
  }
}

/** The log of a case has a gap: nothing that is made of it can be relied on. */
export function missingEntry(caseId: string, seq: number): AnlaufError {
  return new AnlaufError('evidence-broken', `Entry ${seq} of the case "${caseId}" is missing from its log.`, {
    hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
  })
}
