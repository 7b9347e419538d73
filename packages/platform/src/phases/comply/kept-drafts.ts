import { type Duty, recipientName } from '../../core/duties/index.ts'
import type { GermanLand } from '../../core/estate/index.ts'
import {
  type DraftStore,
  filingName,
  type FilingSession,
  isEnough,
  latestRevision,
  type Revision,
  standingApprovals,
} from '../../core/filings/index.ts'
import { type Draft, draftHash, draftSubstance, readDraft, revisionOf } from './draft.ts'
import { sha256Of } from './complaint/attachment-gate.ts'
import { draftDifference } from './draft-difference.ts'
import type { Standing } from './formats/plain-text.ts'

/** The documents of a case, and where their words lie. */
export interface FilingDesk {
  readonly caseId: string
  readonly filings: FilingSession
  readonly drafts: DraftStore
  /** Of the provider: which authority is its own. */
  readonly land?: GermanLand | undefined
}

/**
 * Keeps drafts: their words in the table first, then their hashes in the log, so that no hash is without words. Answers
 * them as they are kept: one that says what its last revision says is that revision.
 */
export async function keepDrafts(
  desk: FilingDesk,
  drafts: readonly Draft[],
  by: { readonly actor: string; readonly at: string },
): Promise<readonly Draft[]> {
  const { head } = desk.filings
  const { shown, kept } = await againstKept(desk, drafts)
  const fresh = shown.filter((draft) => !kept.has(draftHash(draft)))
  if (fresh.length === 0) return shown
  await desk.drafts.keep(
    desk.caseId,
    fresh.map((draft) => ({
      filing: filingName(draft),
      contentHash: draftHash(draft),
      content: JSON.stringify(draft),
    })),
  )
  await desk.filings.execute({ command: 'draft', drafts: fresh.map((draft) => revisionOf(draft, head)) }, by)
  return shown
}

/** Of drafts that say what their last revision says, that revision with its words, where they are kept. */
export async function asKept(desk: FilingDesk, drafts: readonly Draft[]): Promise<readonly Draft[]> {
  return (await againstKept(desk, drafts)).shown
}

async function againstKept(desk: FilingDesk, drafts: readonly Draft[]) {
  const same = drafts.map((draft) => {
    const last = latestOf(desk, draft)
    return last?.substance === draftSubstance(draft) ? last : undefined
  })
  const kept = await keptDrafts(
    desk,
    same.flatMap((one) => one ?? []),
  )
  return { kept, shown: drafts.map((draft, at) => kept.get(same[at]?.contentHash ?? '') ?? draft) }
}

function latestOf({ filings }: FilingDesk, draft: Draft): Revision | undefined {
  return latestRevision(filings.log, filingName(draft))
}

/** The words of revisions, by content hash; those that were deleted are missing. */
export async function keptDrafts(
  { drafts, caseId }: Pick<FilingDesk, 'drafts' | 'caseId'>,
  revisions: readonly Pick<Revision, 'contentHash'>[],
): Promise<ReadonlyMap<string, Draft>> {
  const found = await drafts.find(
    caseId,
    revisions.map(({ contentHash }) => contentHash),
  )
  return new Map([...found].map(([hash, content]) => [hash, readDraft(content, hash)]))
}

/** Where a draft stands: revision, who signed it, what changed since the one before. Revision 0 was not kept. */
export async function standingOf(desk: FilingDesk, duty: Duty, draft: Draft): Promise<Standing> {
  const { log, head } = desk.filings
  const contentHash = draftHash(draft)
  const revisions = log.revisions.get(filingName(draft)) ?? []
  const revision = revisions.findLast((one) => one.contentHash === contentHash)
  const before = revision === undefined ? revisions.at(-1) : revisions[revision.revision - 2]
  const earlier = before && (await keptDrafts(desk, [before])).get(before.contentHash)
  const approvals = standingApprovals(log, contentHash)
  return {
    recipient: recipientName(duty.recipient, desk.land, draft.language),
    revision: revision?.revision ?? 0,
    contentHash,
    head: revision?.head ?? head,
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

/** What leaves as a file of a notice that is kept apart is known by its hash before it leaves. */
export async function keepFileApart(
  { filings }: Pick<FilingDesk, 'filings'>,
  { privileged, ...draft }: Draft,
  bytes: Uint8Array,
  by: { readonly actor: string; readonly at: string },
): Promise<void> {
  if (privileged === undefined) return
  await filings.execute(
    { command: 'tag', document: sha256Of(bytes), tag: privileged, label: filingName(draft) },
    by,
  )
}
