import type { ApprovalRequest } from '../../../core/case/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { filingFacts, requireCurrentFiling } from '../duties/filing-facts.ts'
import { statedFacts } from '../facts/stated-facts.ts'
import { noticeFacts, requireCurrentNotice } from '../notices/notice-facts.ts'
import { letterFacts } from '../statements/letter-facts.ts'
import { requireLettersRead } from '../statements/letters-read.ts'
import type { ShowContent } from './approval-view.ts'

/** What requests are about whose content is kept beside the log, to the letter, for who asks; the case itself has the others. */
export function shownContent(parts: ApiParts, caseId: string, principal: Principal): ShowContent {
  return async (request) => {
    const { kind } = request.subject
    if (kind === 'letters') return letterFacts(parts, caseId, request, principal)
    if (kind === 'filing') return filingFacts(parts, caseId, request)
    if (kind === 'content') return noticeFacts(parts, caseId, request)
    if (kind === 'fact') return statedFacts(parts, caseId, request)
    return undefined
  }
}

/** What keeps a word from counting that only its owner knows. Throws `gate-closed` with what is missing. */
export async function requireRead(
  parts: ApiParts,
  caseId: string,
  request: ApprovalRequest,
  word: { readonly verdict: string; readonly role: string },
  principal: Principal,
): Promise<void> {
  await requireCurrentFiling(parts, caseId, request)
  await requireCurrentNotice(parts, caseId, request)
  if (request.subject.kind !== 'letters' || word.verdict !== 'approve') return
  await requireLettersRead(parts, caseId, request.request, { person: principal.name, role: word.role })
}
