import type { CaseEvent } from '../case/index.ts'
import type { AlarmEvent } from './alarm/alarm-events.ts'
import type { DecisionEvent } from './decisions/decision-events.ts'
import type { PlanEvent } from './plan-events.ts'
import type { StageEvent } from './stages/stage-events.ts'

/** What happens while people carry out a plan; it stands in the case's log beside the events of the case. */
export type ResponseEvent = PlanEvent | StageEvent | AlarmEvent | DecisionEvent

/** Everything that changes how a response stands. */
export type SeenEvent = ResponseEvent | CaseEvent
