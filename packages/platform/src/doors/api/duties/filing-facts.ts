import type { ApprovalRequest } from '../../../core/case/index.ts'
import { dutyNamed } from '../../../core/duties/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import { askedFiling, dutyOfFiling, latestRevision } from '../../../core/filings/index.ts'
import { factWords } from '../../../core/messages/index.ts'
import { keptDrafts, missingIn, plainText, standingOf } from '../../../phases/comply/index.ts'
import type { ApiParts } from '../api-parts.ts'
import { type Fact, known, wholeText } from '../approvals/facts.ts'
import { type DutyDesk, dutyDesksOf } from './duty-desks.ts'

/**
 * A document to the letter, for who signs it. None when it was drafted anew or its words were deleted: nobody may be shown
 * one content and sign another, or sign unseen.
 */
export async function filingFacts(
  desk: DutyDesk,
  request: Pick<ApprovalRequest, 'subject' | 'content'>,
): Promise<readonly Fact[]> {
  const asked = askedFiling(request.content)
  if (asked === undefined || !isCurrent(desk, request)) return []
  const draft = (await keptDrafts(desk, [{ contentHash: asked.document }])).get(asked.document)
  if (draft === undefined) return []
  const duty = dutyNamed(desk.facts.clocks, draft.duty)
  const standing = await standingOf(desk, duty, draft)
  const missing = missingIn(draft).map(({ key, label }) => `${key} ${label}`)
  return known([
    ['recipient', standing.recipient],
    ['revision', standing.revision],
    ['incomplete', asked.incomplete],
    ['stillMissing', missing.length === 0 ? undefined : wholeText(missing.join('\n'))],
    [draft.language === 'de' ? 'textDe' : 'textEn', wholeText(plainText(draft, standing))],
  ])
}

/** Throws `gate-closed` when what would be signed is not the document as it stands now. */
export async function requireCurrentFiling(
  parts: ApiParts,
  caseId: string,
  request: Pick<ApprovalRequest, 'subject' | 'content'>,
): Promise<void> {
  if (request.subject.kind !== 'filing') return
  if (isCurrent(await dutyDesksOf(parts).desk(caseId), request)) return
  throw new AnlaufError('gate-closed', `${request.subject.name} was drafted anew since.`, {
    hint: 'Read the new revision on the Duties screen and ask for signatures on that one.',
    context: { missing: [factWords.revision.en] },
  })
}

function isCurrent(
  desk: DutyDesk,
  { subject, content }: Pick<ApprovalRequest, 'subject' | 'content'>,
): boolean {
  const last = latestRevision(desk.filings.log, subject.name)
  return (
    last !== undefined &&
    last.contentHash === askedFiling(content)?.document &&
    dutyOfFiling(subject.name) === last.duty
  )
}
