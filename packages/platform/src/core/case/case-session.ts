import type { EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { type Command, isRefusal, type Refusal } from './commands.ts'
import { decide } from './decide.ts'
import { draftOf, eventOf } from './entry-of.ts'
import type { CaseEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { followLog } from './follow-log.ts'
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
  const followed = await followLog(log, caseId, (entry) => {
    const event = eventOf(entry)
    if (event !== undefined) state = evolve(state, event, entry.at)
  })
  return {
    get state() {
      return state
    },
    async refusalOf(command) {
      await followed.catchUp()
      const result = decide(state, command)
      return isRefusal(result) ? refused(result) : undefined
    },
    execute: (command, by) =>
      followed.decided(
        () => allowed(decide(state, command, by.at)),
        (event) => draftOf(event, by),
      ),
  }
}

function allowed(result: readonly CaseEvent[] | Refusal): readonly CaseEvent[] {
  if (isRefusal(result)) throw refused(result)
  return result
}

function refused({ refused, message, hint, missing }: Refusal): AnlaufError {
  return new AnlaufError(refused === 'gate-closed' ? 'gate-closed' : 'input-invalid', message, {
    hint,
    context: { refused, missing },
  })
}
