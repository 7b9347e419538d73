import type { EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { type Command, isRefusal } from './commands.ts'
import { decide } from './decide.ts'
import { draftOf, eventOf } from './entry-of.ts'
import type { CaseEvent } from './events.ts'
import { evolve } from './evolve.ts'
import { type CaseState, initialCase } from './state.ts'

/** A case whose events live in an evidence log. */
export interface CaseSession {
  readonly state: CaseState
  /** Decides, writes the events, then believes them. Throws `gate-closed` or `input-invalid` when refused. */
  execute(
    command: Command,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly CaseEvent[]>
}

/** Reads a case from its log, from the first entry on. */
export async function openCase(log: EvidenceLog, caseId: string): Promise<CaseSession> {
  let state = initialCase(caseId)
  for await (const entry of log.read(caseId)) {
    const event = eventOf(entry)
    if (event !== undefined) state = evolve(state, event, entry.at)
  }
  return {
    get state() {
      return state
    },
    async execute(command, by) {
      const result = decide(state, command)
      if (isRefusal(result)) {
        throw new AnlaufError(
          result.refused === 'gate-closed' ? 'gate-closed' : 'input-invalid',
          result.message,
          {
            hint: result.hint,
            context: { refused: result.refused, missing: result.missing },
          },
        )
      }
      await log.append(
        caseId,
        result.map((event) => draftOf(event, by)),
      )
      state = result.reduce((next, event) => evolve(next, event, by.at), state)
      return result
    },
  }
}
