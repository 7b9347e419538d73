import { followLog, missingEntry } from '../case/index.ts'
import type { Entry, EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import type { ResponseCommand } from './commands.ts'
import { isResponseRefusal, type ResponseRefusal } from './refusal.ts'
import { decideResponse } from './decide.ts'
import { responseDraftOf, responseEventOf } from './entry-of.ts'
import type { SeenEvent } from './events.ts'
import { evolveResponse } from './evolve.ts'
import { saidAfter } from './said/said-after.ts'
import { missingText } from './stages/missing-text.ts'
import { initialResponse, type ResponseState } from './state.ts'

/** How a case is carried out; its events live in the case's evidence log. */
export interface ResponseSession {
  readonly state: ResponseState
  /** Reads what others wrote since. */
  refresh(): Promise<ResponseState>
  /** Decides on all that is in the log, writes the events, then believes them. Throws `gate-closed` or `input-invalid`. */
  execute(
    command: ResponseCommand,
    by: { readonly actor: string; readonly at: string },
  ): Promise<readonly SeenEvent[]>
}

/** Reads a case and its response from the log. Other processes may write meanwhile: every command is decided anew then. */
export async function openResponse(log: EvidenceLog, caseId: string): Promise<ResponseSession> {
  let state = initialResponse(caseId)
  const followed = await followLog(log, caseId, (entry) => {
    state = afterEntry(state, entry)
  })
  return {
    get state() {
      return state
    },
    async refresh() {
      await followed.catchUp()
      return state
    },
    execute: (command, by) =>
      followed.decided(
        () => allowed(decideResponse(state, command, { now: by.at })),
        (event) => responseDraftOf(event, by),
      ),
  }
}

function allowed(result: ReturnType<typeof decideResponse>): readonly SeenEvent[] {
  if (isResponseRefusal(result)) throw refusedError(result)
  return result
}

/** The state after one more entry of the log. Throws `evidence-broken` for a gap. */
export function afterEntry(state: ResponseState, entry: Entry): ResponseState {
  if (entry.seq !== state.seq + 1) throw missingEntry(state.case.id, state.seq + 1)
  const said = saidAfter(state.said, entry, state.case)
  return evolveResponse({ ...state, said }, responseEventOf(entry), { seq: entry.seq, at: entry.at })
}

/** A refusal as the error that doors show. */
export function refusedError({ refused, message, hint, missing }: ResponseRefusal): AnlaufError {
  return new AnlaufError(refused === 'gate-closed' ? 'gate-closed' : 'input-invalid', message, {
    hint,
    context: { refused, missing: missing.map((one) => missingText(one, 'en')) },
  })
}
