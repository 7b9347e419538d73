import { decideAlarm } from './alarm/decide-alarm.ts'
import type { ResponseCommand } from './commands.ts'
import { type ResponseRefusal, refuse } from './refusal.ts'
import { decideClose } from './close-case.ts'
import { decidePlan } from './decide-plan.ts'
import { decideDecision } from './decisions/decisions.ts'
import type { SeenEvent } from './events.ts'
import { decideStage } from './stages/decide-stage.ts'
import type { ResponseState } from './state.ts'

/** What happens when somebody wants something: events, or a refusal that names all that is missing. Pure. */
export function decideResponse(
  state: ResponseState,
  command: ResponseCommand,
  { now }: { readonly now: string },
): readonly SeenEvent[] | ResponseRefusal {
  if (state.case.status === 'none') {
    return refuse('not-declared', 'No case was declared.', 'Declare the case first.')
  }
  if (state.case.status === 'closed') {
    return refuse('closed', 'The case is closed.', 'Reopen it, with a reason: anlauf case reopen.')
  }
  switch (command.command) {
    case 'adoptPlan':
    case 'proposePlan':
    case 'signPlan':
    case 'extendScope':
      return decidePlan(state, command)
    case 'startStage':
    case 'fillStage':
    case 'signStage':
    case 'completeStage':
    case 'skipStage':
    case 'failStage':
    case 'reopenStage':
      return decideStage(state, command, now)
    case 'takeRoster':
    case 'raiseAlarm':
    case 'alarmOverrides':
    case 'callDue':
    case 'reportCall':
    case 'acknowledge':
    case 'endAlarm':
    case 'takeRole':
    case 'handOver':
      return decideAlarm(state, command, now)
    case 'recordDecision':
    case 'confirmDecision':
    case 'reportSituation':
      return decideDecision(state, command)
    case 'beginReview':
    case 'closeCase':
      return decideClose(state, command, now)
  }
}
