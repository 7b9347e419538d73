import type { Entry, EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { foldInBatches, inBatch } from './batch.ts'
import { type Command, isRefusal, type Refusal } from './commands.ts'
import { decide } from './decide.ts'
import { draftOf, eventOf } from './entry-of.ts'
import type { CaseEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type CaseState, initialCase } from './state.ts'

/** A case whose events live in an evidence log. */
export interface CaseSession {
  readonly state: CaseState
  /** What `execute` would refuse, decided on all that is in the log now; writes nothing. Undefined when it would do it. */
  refusalOf(command: Command): Promise<AnlaufError | undefined>
  /** Decides, writes the events, then believes them. Throws `gate-closed` or `input-invalid` when refused. */
  execute(
    command: Command,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly CaseEvent[]>
}

/**
 * Reads a case from its log, from the first entry on. Other processes may write to the same case meanwhile: every
 * command is decided on all that is in the log when its events are stored, never on what was read earlier.
 */
export async function openCase(log: EvidenceLog, caseId: string): Promise<CaseSession> {
  let state = initialCase(caseId)
  let seq = 0
  /** Commands of one session may overlap; each entry is believed once. */
  function believe(entry: Entry): void {
    if (entry.seq <= seq) return
    if (entry.seq !== seq + 1) throw gap(caseId, seq + 1)
    seq = entry.seq
    const event = eventOf(entry)
    if (event !== undefined) state = evolve(state, event, entry.at)
  }
  async function catchUp(): Promise<void> {
    await foldInBatches(log.read(caseId, seq + 1), believe)
  }
  await catchUp()
  return {
    get state() {
      return state
    },
    async refusalOf(command) {
      await catchUp()
      const result = decide(state, command)
      return isRefusal(result) ? refused(result) : undefined
    },
    async execute(command, by) {
      for (;;) {
        await catchUp()
        const result = decide(state, command, by.at)
        if (isRefusal(result)) throw refused(result)
        const drafts = result.map((event) => draftOf(event, by))
        const entries = await log.appendAfter(caseId, seq, drafts)
        if (entries === undefined) continue
        inBatch(() => entries.forEach(believe))
        return result
      }
    },
  }
}

function gap(caseId: string, seq: number): AnlaufError {
  return new AnlaufError('evidence-broken', `Entry ${seq} of the case "${caseId}" is missing from its log.`, {
    hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.',
  })
}

function refused({ refused, message, hint, missing }: Refusal): AnlaufError {
  return new AnlaufError(refused === 'gate-closed' ? 'gate-closed' : 'input-invalid', message, {
    hint,
    context: { refused, missing },
  })
}
