import type { Entry } from '../../evidence/index.ts'
import type { Tellings } from '../../updates/index.ts'
import { afterEntry } from '../response-session.ts'
import { initialResponse, type ResponseState } from '../state.ts'
import { customersReached, wasToldClaim } from './customers-told.ts'

/** What customers heard by name, for a desk that writes to the public. */
export function tellingsOf(state: ResponseState): Tellings {
  return { told: (claim) => wasToldClaim(state, claim), reached: customersReached(state) }
}

/** The same, followed beside the desk's own reading of the log. */
export function followTellings(caseId: string): {
  readonly believe: (entry: Entry) => void
  readonly now: () => Tellings
} {
  let state = initialResponse(caseId)
  return {
    believe(entry) {
      state = afterEntry(state, entry)
    },
    now: () => tellingsOf(state),
  }
}
