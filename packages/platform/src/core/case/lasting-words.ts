import { keptApprovals, requestsOf } from './request-status.ts'
import type { Subject } from './identity-events.ts'
import { standing, type Word } from './quorum.ts'
import type { CaseState } from './state.ts'

/** A yes, and when it was said. */
export interface LastingWord extends Word {
  readonly at: string
}

/**
 * The passkeys' yes to a content that is kept for good once it has all its signatures, like a report that was handed in:
 * the end of such a request ends nothing. What a request got that lacks signatures counts until somebody asks anew.
 * Objections, withdrawals and revoked keys take away at any time. Needs no clock: whoever reads the log years later
 * counts the same.
 */
export function lastingWords(
  state: CaseState,
  subject: Subject,
  contentHash: string,
): readonly LastingWord[] {
  const requests = requestsOf(state, subject, contentHash)
  return requests.flatMap((request, place) => {
    const words = keptApprovals(state, request)
    const isLast = place === requests.length - 1
    if (!isLast && standing(request, words).missing > 0) return []
    return words.map(({ person, role, keyId, at }) => ({ person, role, keyId, at }))
  })
}
