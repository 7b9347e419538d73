import type { ApprovalRequest } from '../../../core/case/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { letterFacts } from '../statements/letter-facts.ts'
import { requireLettersRead } from '../statements/letters-read.ts'
import type { ShowContent } from './approval-view.ts'

/**
 * What requests are about whose content is kept outside of the log, for who asks. One line for each kind of subject; a
 * subject that is not here is shown from the case itself.
 */
export function shownContent(parts: ApiParts, caseId: string, principal: Principal): ShowContent {
  return async (request) => {
    switch (request.subject.kind) {
      case 'letters':
        return letterFacts(parts, caseId, request, principal)
      default:
        return undefined
    }
  }
}

/** What somebody has to have opened before the own yes counts. Throws `gate-closed` with what is missing. */
export async function requireRead(
  parts: ApiParts,
  caseId: string,
  request: ApprovalRequest,
  word: { readonly verdict: string; readonly role: string },
  principal: Principal,
): Promise<void> {
  if (request.subject.kind !== 'letters' || word.verdict !== 'approve') return
  await requireLettersRead(parts, caseId, request.request, { person: principal.name, role: word.role })
}
