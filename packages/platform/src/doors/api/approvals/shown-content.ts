import type { ApprovalRequest } from '../../../core/case/index.ts'
import type { NoticeDesk } from '../../../core/notices/index.ts'
import type { StatementSession } from '../../../core/statements/index.ts'
import type { Principal } from '../access/principal.ts'
import type { ApiParts } from '../api-parts.ts'
import { requireDeclared } from '../cases/case-reader.ts'
import { claimFacts, requireCurrentClaim } from '../claims/claim-facts.ts'
import { type DutyDesk, dutyDesksOf } from '../duties/duty-desks.ts'
import { filingFacts, requireCurrentFiling } from '../duties/filing-facts.ts'
import { statedFacts } from '../facts/stated-facts.ts'
import { noticeFacts, requireCurrentNotice } from '../notices/notice-facts.ts'
import { noticeReader } from '../notices/open-sessions.ts'
import { findingFacts, requireStatable } from '../statements/finding-facts.ts'
import { letterFacts } from '../statements/letter-facts.ts'
import { requireLettersRead } from '../statements/letters-read.ts'
import { statementReader } from '../statements/statement-reader.ts'
import type { ShowContent } from './approval-view.ts'

/** What requests are about whose content is kept beside the log, to the letter, for who asks; the case itself has the others. */
export function shownContent(parts: ApiParts, caseId: string, principal: Principal): ShowContent {
  // A page has up to 500 requests: what is new in the log is read for the first, and shown to all.
  const read: Read = {}
  return async (request) => {
    switch (request.subject.kind) {
      case 'letters': {
        const { desk } = await (read.letters ??= statementReader(parts)(caseId))
        return letterFacts(parts, desk, request, principal)
      }
      case 'findings': {
        const { desk } = await (read.letters ??= statementReader(parts)(caseId))
        return findingFacts(parts, desk, request, principal)
      }
      case 'filing':
        return filingFacts(await (read.duties ??= dutyDesksOf(parts).desk(caseId)), request)
      case 'fact':
        return statedFacts(await (read.duties ??= dutyDesksOf(parts).desk(caseId)), request)
      case 'claim':
        return claimFacts(requireDeclared(await parts.readCase(caseId)).desk, request)
      case 'content':
        return noticeFacts(await (read.notices ??= noticeReader(parts)(caseId)), request)
      case 'unit':
      case 'queue':
      case 'override':
      case 'stage':
      case 'update':
        return undefined
    }
  }
}

interface Read {
  duties?: Promise<DutyDesk>
  letters?: Promise<StatementSession>
  notices?: Promise<NoticeDesk>
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
  if (word.verdict === 'approve') await requireStatable(parts, caseId, request)
  if (word.verdict === 'approve') await requireCurrentClaim(parts, caseId, request)
  if (request.subject.kind !== 'letters' || word.verdict !== 'approve') return
  await requireLettersRead(parts, caseId, request.request, { person: principal.name, role: word.role })
}
