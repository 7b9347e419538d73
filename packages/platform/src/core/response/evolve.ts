import { type CaseEvent, evolve, put } from '../case/index.ts'
import type { AlarmEvent } from './alarm/alarm-events.ts'
import { evolveTaskForce } from './alarm/alarm-state.ts'
import type { DecisionEvent } from './decisions/decision-events.ts'
import { evolveDecisions } from './decisions/decisions.ts'
import type { SeenEvent } from './events.ts'
import { evolvePlan } from './evolve-plan.ts'
import type { LogPlace } from './log-place.ts'
import type { PlanEvent } from './plan-events.ts'
import { isSignedStage } from './stages/genuine.ts'
import type { StageEvent } from './stages/stage-events.ts'
import { emptyRecord, recorded } from './stages/stage-record.ts'
import type { ResponseState } from './state.ts'

/**
 * The state after an event. Never refuses and never throws: what is in the log happened. Signatures that are not the
 * registered person's count for nothing, and a plan that cannot be read is in force for nobody.
 */
export function evolveResponse(
  before: ResponseState,
  event: SeenEvent | undefined,
  place: LogPlace,
): ResponseState {
  const state = { ...before, ...place }
  if (event === undefined) return state
  if (isPlanEvent(event)) return evolvePlan(state, event, place)
  if (isStageEvent(event)) {
    if (event.type === 'stage.approved' && !isSignedStage(state, event)) return state
    const record = recorded(state.records.get(event.stage) ?? emptyRecord, event, place)
    return { ...state, records: put(state.records, event.stage, record) }
  }
  if (isAlarmEvent(event)) return { ...state, force: evolveTaskForce(state.force, event, place) }
  if (isDecisionEvent(event)) return withDecision(state, event, place.at)
  return { ...state, ...proven(state, event, place), case: evolve(state.case, event, place.at) }
}

const planKinds: ReadonlySet<string> = new Set([
  'plan.adopted',
  'plan.proposed',
  'plan.approved',
  'scope.stated',
] satisfies PlanEvent['type'][])

const alarmKinds: ReadonlySet<string> = new Set([
  'roster.taken',
  'alarm.raised',
  'alarm.called',
  'alarm.sent',
  'alarm.acknowledged',
  'alarm.ended',
  'role.taken',
  'role.handedOver',
] satisfies AlarmEvent['type'][])

const decisionKinds: ReadonlySet<string> = new Set([
  'decision.recorded',
  'decision.confirmed',
  'review.begun',
  'situation.reported',
] satisfies DecisionEvent['type'][])

function isPlanEvent(event: SeenEvent): event is PlanEvent {
  return planKinds.has(event.type)
}

function isStageEvent(event: SeenEvent): event is StageEvent {
  return event.type.startsWith('stage.')
}

function isAlarmEvent(event: SeenEvent): event is AlarmEvent {
  return alarmKinds.has(event.type)
}

function isDecisionEvent(event: SeenEvent): event is DecisionEvent {
  return decisionKinds.has(event.type)
}

function withDecision(state: ResponseState, event: DecisionEvent, at: string): ResponseState {
  switch (event.type) {
    case 'decision.recorded':
    case 'decision.confirmed':
      return { ...state, decisions: evolveDecisions(state.decisions, event, at) }
    case 'review.begun':
      return { ...state, review: { at, until: event.until, person: event.person } }
    case 'situation.reported':
      return state
  }
}

const unitKinds: ReadonlySet<string> = new Set([
  'unit.restored',
  'unit.verified',
  'unit.scanned',
  'unit.released',
] satisfies CaseEvent['type'][])

/** What the case itself does not keep, and stages ask for. */
function proven(state: ResponseState, event: CaseEvent, { seq, at }: LogPlace): Partial<ResponseState> {
  if (event.type === 'isolation.proven') {
    const isolated = new Map(state.isolated)
    for (const system of event.systems) if (!isolated.has(system)) isolated.set(system, at)
    return { isolated }
  }
  if (event.type === 'case.declared') return { declaredIn: { seq, at } }
  if (unitKinds.has(event.type) && 'unit' in event) return { reported: put(state.reported, event.unit, at) }
  // Only what two people signed was published.
  if (event.type !== 'update.published' || event.contentHash === undefined) return {}
  const states = Object.entries(event.states ?? {}).filter(([, value]) => value === 'operational')
  return {
    published: [...state.published, { seq, at }],
    operational: new Map(states.map(([id]) => [id, state.operational.get(id) ?? at])),
  }
}
