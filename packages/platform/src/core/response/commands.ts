import type { EmergencyPlan } from '../emergency-plan/index.ts'
import type { AlarmCommand } from './alarm/alarm-commands.ts'
import type { CloseCommand } from './close-case.ts'
import type { DecisionCommand } from './decisions/decisions.ts'
import type { ScopeElement } from './scope/scope.ts'
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
