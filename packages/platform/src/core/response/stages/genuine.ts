import { createHash } from 'node:crypto'

import { canonicalJson } from '../../evidence/index.ts'
import type { PlanEvent } from '../plan-events.ts'
import type { ProposedPlan, ResponseState } from '../state.ts'
import { isContentSignedBy, type SignedContent } from './signatures.ts'
import type { StageEvent } from './stage-events.ts'

/** True when the registered person signed exactly this, under the registered key and role. */
export function isSignedStage(
  state: ResponseState,
  event: Extract<StageEvent, { type: 'stage.approved' }>,
): boolean {
  const { stage, intent, contentHash, person, role } = event
  return isGenuine(state, event, signedContent(state, { subject: stage, intent, contentHash, person, role }))
}

/** As `isSignedStage`, for the text of a plan; whoever proposed it does not count. */
export function isSignedPlan(
  state: ResponseState,
  event: Extract<PlanEvent, { type: 'plan.approved' }>,
): boolean {
  const { contentHash, person, role } = event
  const { proposed } = state
  if (proposed === undefined || person === proposed.person) return false
  if (contentHash !== planContentHash(state, proposed)) return false
  const content = { subject: 'plan', intent: 'done', contentHash, person, role } as const
  return isGenuine(state, event, signedContent(state, content))
}

/** Signatures of a proposed plan; those of keys that were revoked since do not count. */
export function countingSignatures(
  { case: { revoked } }: ResponseState,
  { signatures }: Pick<ProposedPlan, 'signatures'>,
): ProposedPlan['signatures'] {
  return signatures.filter(({ keyId }) => !revoked.has(keyId))
}

/** SHA-256 over the text that comes, the one that goes, and why. */
export function planContentHash(
  state: ResponseState,
  { digest, base, reason }: Pick<ProposedPlan, 'digest' | 'base' | 'reason'>,
): string {
  return createHash('sha256')
    .update(canonicalJson({ case: state.case.id, digest, base, reason }))
    .digest('hex')
}

export function signedContent(
  state: ResponseState,
  content: Omit<SignedContent, 'case' | 'exercise'>,
): SignedContent {
  return { case: state.case.id, exercise: state.case.exercise, ...content }
}

function isGenuine(
  state: ResponseState,
  event: {
    readonly person: string
    readonly keyId: string
    readonly role: string
    readonly signature: string
  },
  content: SignedContent,
): boolean {
  const approver = state.case.approvers.get(event.person)
  if (approver === undefined || approver.keyId !== event.keyId || approver.role !== event.role) return false
  return isContentSignedBy(content, event.signature, approver)
}
