import { type EmergencyPlan, parseEmergencyPlan, planDigest } from '../emergency-plan/index.ts'
import type { LogPlace } from './log-place.ts'
import type { PlanEvent } from './plan-events.ts'
import { restated, type ScopeElement } from './scope/scope.ts'
import { countingSignatures, isSignedPlan } from './stages/genuine.ts'
import type { ProposedPlan, ResponseState } from './state.ts'

/** The plan and the scope after an event; content that came in parts counts from its last part on. */
export function evolvePlan(state: ResponseState, event: PlanEvent, place: LogPlace): ResponseState {
  if (event.type === 'plan.approved') return withSignature(state, event, place)
  const { pending: before, ...rest } = state
  const isNext = event.part > 1 && before?.digest === event.digest
  const pending = {
    digest: event.digest,
    texts: [...(isNext ? before.texts : []), ...('text' in event ? [event.text] : [])],
    elements: [...(isNext ? before.elements : []), ...('elements' in event ? event.elements : [])],
  }
  if (event.part < event.parts) return { ...rest, pending }
  if (event.type === 'scope.stated') return withScope(rest, pending.elements, place)
  const read = readPlan(pending.texts.join(''), event.digest)
  if (typeof read === 'string') {
    return { ...rest, unreadable: { digest: event.digest, why: read, event: event.type } }
  }
  const inForce = { plan: read, digest: event.digest, ...place }
  if (event.type === 'plan.adopted') return adopted(rest, inForce)
  const { base, reason, person } = event
  return { ...rest, proposed: { ...inForce, base, reason, person, signatures: [] } }
}

function withScope(
  state: ResponseState,
  elements: readonly ScopeElement[],
  { seq }: LogPlace,
): ResponseState {
  return { ...state, scope: restated(state.scope, elements, seq) }
}

function adopted(state: ResponseState, plan: NonNullable<ResponseState['plan']>): ResponseState {
  const { proposed: _proposed, unreadable: _unreadable, ...rest } = state
  const { digest, at } = plan
  return {
    ...rest,
    plan,
    adopted: [...state.adopted, { digest, version: plan.plan.front.version, at }],
  }
}

/** Replaying a long case would otherwise read the same plan again at every step of a test or a projection. */
const plans = new Map<string, EmergencyPlan>()
const keptPlans = 16

/** The plan, or why there is none. */
function readPlan(text: string, digest: string): EmergencyPlan | string {
  const known = plans.get(digest)
  if (known !== undefined) return known
  const parsed = parseEmergencyPlan(text, 'plan')
  if ('problems' in parsed) return parsed.problems[0]?.message ?? 'unreadable'
  if (planDigest(parsed.plan) !== digest) return 'its text is not the one that its digest names'
  if (plans.size >= keptPlans) plans.clear()
  plans.set(digest, parsed.plan)
  return parsed.plan
}

/** Two different people with two keys bring a proposed text into force, on the plan that it was written for. */
function withSignature(
  state: ResponseState,
  event: Extract<PlanEvent, { type: 'plan.approved' }>,
  { seq, at }: LogPlace,
): ResponseState {
  const { proposed } = state
  if (proposed?.digest !== event.digest || !isSignedPlan(state, event)) return state
  const { person, role, keyId } = event
  const others = countingSignatures(state, proposed).filter(
    (one) => one.person !== person && one.keyId !== keyId,
  )
  const signatures = [...others, { person, role, keyId, at }]
  const next: ProposedPlan = { ...proposed, signatures }
  if (signatures.length < planQuorum) return { ...state, proposed: next }
  const { plan, digest } = proposed
  return adopted(state, { plan, digest, seq, at })
}

/** As for every gate: two people. */
export const planQuorum = 2
