import {
  filingName,
  latestRevision,
  type Revision,
  standingApprovals,
  isEnough,
} from '../../../core/filings/index.ts'
import { type Duty, recipientName } from '../../../core/duties/index.ts'
import {
  type Draft,
  draftDifference,
  draftHash,
  draftSubstance,
  readDraft,
  revisionOf,
  type Standing,
} from '../../../phases/comply/index.ts'
import { signature } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import type { DutyDesk } from './access.ts'

/**
 * Keeps drafts: their words in the table first, then their hashes in the log, so that no hash is without words. Answers
 * them as they are kept: one that says what its last revision says is that revision.
 */
export async function keepDrafts(
  context: AnlaufContext,
  desk: DutyDesk,
  drafts: readonly Draft[],
): Promise<readonly Draft[]> {
  const head = desk.filings.head
  const lastOf = (draft: Draft): Revision | undefined => latestRevision(desk.filings.log, filingName(draft))
  const same = drafts.flatMap((draft) => {
    const last = lastOf(draft)
    return last?.substance === draftSubstance(draft) ? [last] : []
  })
  const kept = await keptDrafts(desk, same)
  const shown = drafts.map((draft) => {
    const last = lastOf(draft)
    return last?.substance === draftSubstance(draft) ? (kept.get(last.contentHash) ?? draft) : draft
  })
  const fresh = shown.filter((draft) => !kept.has(draftHash(draft)))
  if (fresh.length === 0) return shown
  await desk.drafts.keep(
    desk.facts.case.id,
    fresh.map((draft) => ({
      filing: filingName(draft),
      contentHash: draftHash(draft),
      content: JSON.stringify(draft),
    })),
  )
  await desk.filings.execute(
    { command: 'draft', drafts: fresh.map((draft) => revisionOf(draft, head)) },
    signature(context),
  )
  return shown
}

/** The words of revisions, by content hash; those that were deleted are missing. */
export async function keptDrafts(
  desk: DutyDesk,
  revisions: readonly Pick<Revision, 'contentHash'>[],
): Promise<ReadonlyMap<string, Draft>> {
  const found = await desk.drafts.find(
    desk.facts.case.id,
    revisions.map(({ contentHash }) => contentHash),
  )
  return new Map([...found].map(([hash, content]) => [hash, readDraft(content, hash)]))
}

/** Where a kept draft stands: revision, who signed it, what changed since the one before. */
export async function standingOf(desk: DutyDesk, duty: Duty, draft: Draft): Promise<Standing> {
  const name = filingName(draft)
  const contentHash = draftHash(draft)
  const revisions = desk.filings.log.revisions.get(name) ?? []
  const revision = revisions.findLast((one) => one.contentHash === contentHash)
  const before = revisions[(revision?.revision ?? 1) - 2]
  const earlier = before && (await keptDrafts(desk, [before])).get(before.contentHash)
  const approvals = standingApprovals(desk.filings.log, contentHash)
  return {
    recipient: recipientName(duty.recipient, desk.estate.legal.land, draft.language),
    revision: revision?.revision ?? 0,
    contentHash,
    head: revision?.head ?? desk.filings.head,
    ...(duty.approve.length > 0 &&
      isEnough(duty.approve, approvals) && {
        approvedBy: approvals.map(({ person, role }) => `${person} (${role})`),
      }),
    ...(before !== undefined &&
      earlier !== undefined && {
        changes: { since: before.revision, items: draftDifference(earlier, draft) },
      }),
  }
}
