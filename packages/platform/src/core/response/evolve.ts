import { type CaseEvent, evolve, put } from '../case/index.ts'
import type { SeenEvent } from './events.ts'
import { evolvePlan } from './evolve-plan.ts'
import type { PlanEvent } from './plan-events.ts'
import { isSignedStage } from './stages/genuine.ts'
import type { StageEvent } from './stages/stage-events.ts'
import { emptyRecord, recorded } from './stages/stage-record.ts'
import type { ResponseState } from './state.ts'

/** Where an event stands in the log. */
export interface Place {
  readonly seq: number
  readonly at: string
}

/**
 * The state after an event. Never refuses and never throws: what is in the log happened. Signatures that are not the
 * registered person's count for nothing, and a plan that cannot be read is in force for nobody.
 */
export function evolveResponse(
  before: ResponseState,
  event: SeenEvent | undefined,
  place: Place,
): ResponseState {
  const state = { ...before, ...place }
  if (event === undefined) return state
  if (isPlanEvent(event)) return evolvePlan(state, event, place)
  if (isStageEvent(event)) {
    if (event.type === 'stage.approved' && !isSignedStage(state, event)) return state
    const record = recorded(state.records.get(event.stage) ?? emptyRecord, event, place)
    return { ...state, records: put(state.records, event.stage, record) }
  }
  return { ...state, ...proven(state, event, place), case: evolve(state.case, event, place.at) }
}

function isPlanEvent(event: SeenEvent): event is PlanEvent {
  return event.type.startsWith('plan.') || event.type === 'scope.stated'
}

function isStageEvent(event: SeenEvent): event is StageEvent {
  return event.type.startsWith('stage.')
}

/** What the case itself does not keep, and stages ask for. */
function proven(state: ResponseState, event: CaseEvent, { seq }: Place): Partial<ResponseState> {
  if (event.type === 'isolation.proven') {
    return { isolated: new Set([...state.isolated, ...event.systems]) }
  }
  // Only what two people signed was published.
  if (event.type !== 'update.published' || event.contentHash === undefined) return {}
  const states = Object.entries(event.states ?? {})
  return {
    published: [...state.published, seq],
    operational: new Set(states.filter(([, value]) => value === 'operational').map(([id]) => id)),
  }
}
