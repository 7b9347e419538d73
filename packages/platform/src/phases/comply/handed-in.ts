import type { ClockLog, Duty, Submission } from '../../core/duties/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  type FilingLog,
  type FilingName,
  filingName,
  isEnough,
  latestRevision,
  standingApprovals,
} from '../../core/filings/index.ts'
import type { Draft } from './draft.ts'
import { type FilingDesk, keptDrafts } from './kept-drafts.ts'
import { viewOf } from './views/index.ts'

/**
 * The content that is recorded with a submission: the last revision. Undefined for a duty without document. Throws
 * `gate-closed` for one that the right people did not sign as it is, unless somebody says that it went out all the same.
 */
export function payloadOf(
  log: FilingLog,
  duty: Duty,
  { isUnapproved, ...which }: Omit<FilingName, 'duty'> & { readonly isUnapproved: boolean },
): string | undefined {
  if (viewOf(duty.id) === undefined) return undefined
  const name = filingName({ duty: duty.id, ...which })
  const last = latestRevision(log, name)
  const isApproved = last !== undefined && isEnough(duty.approve, standingApprovals(log, last.contentHash))
  if (isApproved || isUnapproved) return last?.contentHash
  throw new AnlaufError('gate-closed', `${name} was not approved as it reads now.`, {
    hint: 'Let it be signed first: "anlauf duty approve", or ask for signatures on the Duties screen. If it was handed in all the same, say so with --unapproved.',
  })
}

/** The last submission of a duty whose words are still kept, in this language. */
export async function lastHandedIn(
  desk: FilingDesk,
  clocks: Pick<ClockLog, 'submissions'>,
  name: string,
  language: 'de' | 'en',
): Promise<{ readonly submission: Submission; readonly draft: Draft } | undefined> {
  const submissions = (clocks.submissions.get(name) ?? []).filter(({ payload }) => payload !== undefined)
  const kept = await keptDrafts(
    desk,
    submissions.map(({ payload = '' }) => ({ contentHash: payload })),
  )
  for (const submission of submissions.toReversed()) {
    const draft = kept.get(submission.payload ?? '')
    if (draft?.language === language) return { submission, draft }
  }
  return undefined
}

/** What the authority holds already: a further report says only what is new since then. */
export async function sinceOf(
  desk: FilingDesk,
  clocks: Pick<ClockLog, 'submissions'>,
  duty: Pick<Duty, 'id'>,
  language: 'de' | 'en',
): Promise<{ readonly since?: Draft }> {
  if (duty.id !== 'gdpr-33-4') return {}
  const held = await lastHandedIn(desk, clocks, 'gdpr-33-1', language)
  return held === undefined ? {} : { since: held.draft }
}
