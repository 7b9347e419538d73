import type { CaseEvent } from '../case/index.ts'
import type { PlanEvent } from './plan-events.ts'
import type { StageEvent } from './stages/stage-events.ts'

/** What happens while people carry out a plan; it stands in the case's log beside the events of the case. */
export type ResponseEvent = PlanEvent | StageEvent

/** Everything that changes how a response stands. */
export type SeenEvent = ResponseEvent | CaseEvent
