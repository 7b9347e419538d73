import type { EmergencyPlan } from '../emergency-plan/index.ts'
import type { AlarmCommand } from './alarm/alarm-commands.ts'
import type { CloseCommand } from './close-case.ts'
import type { DecisionCommand } from './decisions/decisions.ts'
import type { SeenEvent } from './events.ts'
import type { ScopeElement } from './scope/scope.ts'
import type { Missing } from './stages/missing.ts'
import type { Intent } from './stages/stage-events.ts'

/** What somebody wants to happen to the plan of a case. */
export type PlanCommand =
  | {
      readonly command: 'adoptPlan'
      readonly plan: EmergencyPlan
      readonly elements: readonly ScopeElement[]
      readonly person: string
    }
  | {
      readonly command: 'proposePlan'
      readonly plan: EmergencyPlan
      readonly reason: string
      readonly person: string
    }
  | {
      readonly command: 'signPlan'
      readonly digest: string
      readonly contentHash: string
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'extendScope'
      readonly elements: readonly ScopeElement[]
      readonly reason: string
      readonly person: string
    }

/** What somebody wants to say about a stage; `stage` is `id` or `id@element`. */
export type StageCommand =
  | { readonly command: 'startStage'; readonly stage: string; readonly person: string }
  | ({ readonly command: 'fillStage'; readonly stage: string; readonly person: string } & Filling)
  | {
      readonly command: 'signStage'
      readonly stage: string
      readonly intent: Intent
      readonly contentHash: string
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'completeStage'
      readonly stage: string
      readonly person: string
      readonly note?: string
      readonly evidence?: readonly string[]
      /** Fills in the only open task of the stage on the way. */
      readonly filling?: Filling
    }
  | {
      readonly command: 'skipStage' | 'failStage' | 'reopenStage'
      readonly stage: string
      readonly reason: string
      readonly person: string
    }

export interface Filling {
  /** From 1 on; the only task where not given. */
  readonly task?: number
  readonly values: Readonly<Record<string, string>>
  readonly evidence: readonly string[]
}

export type ResponseCommand = PlanCommand | StageCommand | AlarmCommand | DecisionCommand | CloseCommand

/** Why nothing happens. `missing` is everything that is missing, at once. */
export interface ResponseRefusal {
  readonly refused:
    | 'not-declared'
    | 'closed'
    | 'no-plan'
    | 'already-adopted'
    | 'unknown-stage'
    | 'out-of-order'
    | 'wrong-value'
    | 'wrong-content'
    | 'wrong-signature'
    | 'unknown-approver'
    | 'already-approved'
    | 'gate-closed'
  readonly message: string
  readonly hint: string
  readonly missing: readonly Missing[]
}

export function isResponseRefusal(result: readonly SeenEvent[] | ResponseRefusal): result is ResponseRefusal {
  return 'refused' in result
}

export function refuse(
  refused: ResponseRefusal['refused'],
  message: string,
  hint: string,
  missing: readonly Missing[] = [],
): ResponseRefusal {
  return { refused, message, hint, missing }
}
