import { foldInBatches } from '../case/index.ts'
import type { Entry, EvidenceLog } from '../evidence/index.ts'
import { AnlaufError } from '../failure.ts'
import { isResponseRefusal, type ResponseCommand, type ResponseRefusal } from './commands.ts'
import { decideResponse } from './decide.ts'
import { responseDraftOf, responseEventOf } from './entry-of.ts'
import type { SeenEvent } from './events.ts'
import { evolveResponse } from './evolve.ts'
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
  function believe(entry: Entry): void {
    if (entry.seq <= state.seq) return
    state = afterEntry(state, entry)
  }
  async function refresh(): Promise<ResponseState> {
    await foldInBatches(log.read(caseId, state.seq + 1), believe)
    return state
  }
  await refresh()
  return {
    get state() {
      return state
    },
    refresh,
    async execute(command, by) {
      for (;;) {
        await refresh()
        const result = decideResponse(state, command, { now: by.at })
        if (isResponseRefusal(result)) throw refusedError(result)
        if (result.length === 0) return []
        const entries = await log.appendAfter(
          caseId,
          state.seq,
          result.map((event) => responseDraftOf(event, by)),
        )
        if (entries === undefined) continue
        for (const entry of entries) believe(entry)
        return result
      }
    },
  }
}

/** The state after one more entry of the log. Throws `evidence-broken` for a gap. */
export function afterEntry(state: ResponseState, entry: Entry): ResponseState {
  if (entry.seq !== state.seq + 1) {
    throw new AnlaufError(
      'evidence-broken',
      `Entry ${state.seq + 1} of the case "${state.case.id}" is missing from its log.`,
      { hint: 'Verify the log with "anlauf evidence verify"; do not go on with this case before.' },
    )
  }
  return evolveResponse(state, responseEventOf(entry), { seq: entry.seq, at: entry.at })
}

/** A refusal as the error that doors show. */
export function refusedError({ refused, message, hint, missing }: ResponseRefusal): AnlaufError {
  return new AnlaufError(refused === 'gate-closed' ? 'gate-closed' : 'input-invalid', message, {
    hint,
    context: { refused, missing: missing.map((one) => missingText(one, 'en')) },
  })
}
