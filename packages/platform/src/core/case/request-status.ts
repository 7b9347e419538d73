import { unitContentHash } from './approval.ts'
import type { Subject } from './identity-events.ts'
import { standing } from './quorum.ts'
import type { CaseState } from './state.ts'
import type { ApprovalRequest, GivenWord } from './approval-request.ts'

export type RequestStatus =
  | 'open'
  | 'approved'
  | 'rejected'
  | 'withdrawn'
  | 'expired'
  /** The content is not what the request was about any more. */
  | 'void'

/** Where a request stands at a moment. */
export function statusOf(state: CaseState, request: ApprovalRequest, at: string): RequestStatus {
  if (request.withdrawn !== undefined) return 'withdrawn'
  // An objection stands when its key is revoked since: revoking only ever shuts. Who wants it all the same asks anew.
  if (request.given.some(({ verdict }) => verdict === 'reject')) return 'rejected'
  if (isVoid(state, request)) return 'void'
  if (request.expiresAt <= at) return 'expired'
  return standing(request, approvalsIn(state, request)).missing === 0 ? 'approved' : 'open'
}

/** The yes of everybody whose key was not revoked since. */
export function approvalsIn(state: CaseState, { given }: ApprovalRequest): readonly GivenWord[] {
  return given.filter(({ verdict, keyId }) => verdict === 'approve' && !state.revoked.has(keyId))
}

/**
 * The yes of everybody, however long ago it was collected: a request ends so that nobody signs what is old, and what was
 * signed in its time stays signed. For contents that are revised rather than left to age: a letter, a fact. Objected to
 * or called off, a request counts for nothing.
 */
export function keptApprovals(state: CaseState, request: ApprovalRequest): readonly GivenWord[] {
  const isCounting = ['open', 'approved'].includes(statusOf(state, request, request.at))
  return isCounting ? approvalsIn(state, request) : []
}

/**
 * The signatures that count for exactly this content at a moment, over all requests about it: neither expired, rejected
 * nor withdrawn. Whoever owns a content (a stage of the plan, a text for the public) asks here.
 */
export function approvalsOf(
  state: CaseState,
  subject: Subject,
  contentHash: string,
  at: string,
): readonly GivenWord[] {
  return requestsOf(state, subject, contentHash).flatMap((request) =>
    ['open', 'approved'].includes(statusOf(state, request, at)) ? approvalsIn(state, request) : [],
  )
}

/** True when a request about exactly this content has all signatures it asked for, at least `quorum`. */
export function isApprovedAt(
  state: CaseState,
  subject: Subject,
  contentHash: string,
  { at, quorum }: { readonly at: string; readonly quorum: number },
): boolean {
  return requestsOf(state, subject, contentHash).some(
    (request) => request.quorum >= quorum && statusOf(state, request, at) === 'approved',
  )
}

/** All requests about exactly this content, however they ended. */
export function requestsOf(
  { requests, asked }: CaseState,
  subject: Subject,
  contentHash: string,
): readonly ApprovalRequest[] {
  return (asked.get(subjectName(subject)) ?? []).flatMap((id) => {
    const request = requests.get(id)
    return request?.contentHash === contentHash ? [request] : []
  })
}

export function subjectName({ kind, name }: Subject): string {
  return `${kind} ${name}`
}

/** What only the case knows the content of voids itself; for the others their owners compare the hash. */
function isVoid(state: CaseState, { subject, contentHash, content }: ApprovalRequest): boolean {
  if (subject.kind === 'queue') {
    const queue = state.queues.get(subject.name)
    const facts = content?.['facts']
    return !Array.isArray(facts) || facts.some((digest: string) => queue?.groups.has(digest) !== true)
  }
  if (subject.kind !== 'unit' && subject.kind !== 'override') return false
  const unit = state.units.get(subject.name)
  if (unit === undefined) return true
  const facts = subject.kind === 'unit' ? contentHash : content?.['facts']
  return unitContentHash(state.id, unit) !== facts
}
