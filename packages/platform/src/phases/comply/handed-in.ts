import type { ClockLog, Duty, Submission } from '../../core/duties/index.ts'
import { AnlaufError } from '../../core/failure.ts'
import {
  type FilingLog,
  type FilingName,
  filingName,
  isEnough,
  standingApprovals,
} from '../../core/filings/index.ts'
import type { Draft } from './draft.ts'
import { type FilingDesk, keptDrafts } from './kept-drafts.ts'
import { viewOf } from './views/index.ts'

/**
 * The content that is recorded with a submission: of the revision that a person names. Nobody has to name one where it
 * cannot be another: the last one, when it was approved and no earlier one was, or when it is the only one. Undefined for
 * a duty without document. Throws `gate-closed` for content that the right people did not sign, unless somebody says that
 * it went out all the same, and `input-invalid` with the list where more than one may have been handed in.
 */
export function payloadOf(
  log: FilingLog,
  duty: Duty,
  { isUnapproved, revision, ...which }: Omit<FilingName, 'duty'> & HandedInAs,
): string | undefined {
  if (viewOf(duty.id) === undefined) return undefined
  const name = filingName({ duty: duty.id, ...which })
  const all = handable(log, duty, name)
  const named = revision === undefined ? undefined : all.find((one) => one.revision === revision)
  if (revision !== undefined && named === undefined) throw noRevision(name, revision, all)
  const approved = all.filter(({ isApproved }) => isApproved)
  if (named === undefined && approved.length === 0 && !isUnapproved) throw notApproved(name, undefined)
  const last = all.at(-1)
  const isClear = all.length <= 1 || (approved.length === 1 && last?.isApproved === true)
  if (named === undefined && !isClear) throw whichRevision(name, all)
  const meant = named ?? last
  if (meant?.isApproved !== true && !isUnapproved) throw notApproved(name, named)
  return meant?.contentHash
}

interface HandedInAs {
  readonly isUnapproved: boolean
  /** What a person says was handed in. */
  readonly revision?: number
}

/** A revision that may have been handed in. */
export interface Handable {
  readonly revision: number
  readonly contentHash: string
  readonly isApproved: boolean
}

/** Every revision of a document, oldest first, and whether the right people signed it. */
export function handable(log: FilingLog, duty: Pick<Duty, 'approve'>, name: string): readonly Handable[] {
  return (log.revisions.get(name) ?? []).map(({ revision, contentHash }) => ({
    revision,
    contentHash,
    isApproved: isEnough(duty.approve, standingApprovals(log, contentHash)),
  }))
}

function notApproved(name: string, named: Handable | undefined): AnlaufError {
  const what =
    named === undefined ? 'was not approved as it reads now' : `revision ${named.revision} was not approved`
  return new AnlaufError('gate-closed', `${name}${named === undefined ? '' : ':'} ${what}.`, {
    hint: 'Let it be signed first: "anlauf duty approve", or ask for signatures on the Duties screen. If it was handed in all the same, say so with --unapproved.',
  })
}

function whichRevision(name: string, all: readonly Handable[]): AnlaufError {
  return new AnlaufError(
    'input-invalid',
    `${name} has ${all.length} revisions: say which one was handed in.`,
    {
      hint: `Compare with what the recipient got, then name it with --revision: ${listed(all)}.`,
      context: { revisions: all.map((one) => ({ ...one })) },
    },
  )
}

function noRevision(name: string, revision: number, all: readonly Handable[]): AnlaufError {
  return new AnlaufError('input-invalid', `${name} has no revision ${revision}.`, {
    hint: all.length === 0 ? 'None is kept yet: "anlauf duty draft".' : `There are ${listed(all)}.`,
  })
}

function listed(all: readonly Handable[]): string {
  return all
    .map(
      ({ revision, contentHash, isApproved }) =>
        `${revision} (${isApproved ? 'approved' : 'not approved'}, ${contentHash.slice(0, 12)}…)`,
    )
    .join(', ')
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
