import type { ApprovalRequest } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { noticeContent, type NoticeDesk, noticeHash, type NoticeState } from '../../../core/notices/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { type Fact, known, wholeText } from '../approvals/facts.ts'
import { noticeReader } from './open-sessions.ts'

type Asked = Pick<ApprovalRequest, 'subject' | 'contentHash'>

/**
 * A notice to the letter, for who signs it: every word that a customer will read. Undefined for a content that is no
 * notice of this case; none when it was drafted anew, because nobody may be shown one text and sign another.
 */
export function noticeFacts(desk: NoticeDesk, request: Asked): readonly Fact[] | undefined {
  const notice = desk.notices.get(request.subject.name)
  if (notice === undefined) return undefined
  if (!isCurrent(desk.case.id, notice, request)) return []
  const { subject, text, own = {}, tenants, roles, duty, ackHours, letters } = notice
  const words = (language: 'de' | 'en'): string => {
    const particular = Object.entries(own).map(([tenant, said]) => `[${tenant}]\n${said[language]}`)
    return wholeText([subject[language], '', text[language], ...particular].join('\n'))
  }
  return known([
    ['textDe', words('de')],
    ['textEn', words('en')],
    ['readers', wholeText(tenants.join('\n'))],
    ['readerRoles', roles?.join(', ')],
    ['meets', duty],
    ['calledAfter', ackHours],
    ['withLetters', letters],
  ])
}

/** Throws `gate-closed` when what would be signed is not the notice as it stands now. */
export async function requireCurrentNotice(parts: ApiParts, caseId: string, request: Asked): Promise<void> {
  if (request.subject.kind !== 'content') return
  const notice = (await noticeReader(parts)(caseId)).notices.get(request.subject.name)
  if (notice === undefined || isCurrent(caseId, notice, request)) return
  throw new AnlaufError('gate-closed', `The notice ${request.subject.name} was drafted anew since.`, {
    hint: 'Ask for signatures on the text that stands now.',
  })
}

function isCurrent(caseId: string, notice: NoticeState, { contentHash }: Asked): boolean {
  return noticeHash(caseId, noticeContent(notice)) === contentHash
}
