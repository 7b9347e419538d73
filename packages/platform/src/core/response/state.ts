import { type CaseState, initialCase } from '../case/index.ts'
import type { EmergencyPlan } from '../emergency-plan/index.ts'
import { emptyTaskForce, type TaskForce } from './alarm/alarm-state.ts'
import type { Decided } from './decisions/decision-events.ts'
import type { LogPlace } from './log-place.ts'
import type { PlanEvent } from './plan-events.ts'
import type { Scope, ScopeElement } from './scope/scope.ts'
import { nothingSaid, type Said } from './said/said.ts'
import type { StageRecord } from './stages/stage-record.ts'

/** The plan that a case follows. */
export interface PlanInForce {
  readonly plan: EmergencyPlan
  readonly digest: string
  readonly seq: number
  readonly at: string
}

/** A text that waits for its signatures. */
export interface ProposedPlan extends PlanInForce {
  readonly base: string
  readonly reason: string
  readonly person: string
  readonly signatures: readonly {
    readonly person: string
    readonly role: string
    readonly keyId: string
    readonly at: string
  }[]
}

/** A case and how its people carry out the plan. */
export interface ResponseState {
  readonly case: CaseState
  /** Number and time of the last entry. */
  readonly seq: number
  readonly at: string
  readonly plan?: PlanInForce
  readonly proposed?: ProposedPlan
  /** Every plan that was in force, oldest first. */
  readonly adopted: readonly { readonly digest: string; readonly version: string; readonly at: string }[]
  readonly scope?: Scope
  /** By `stage` or `stage@element`. */
  readonly records: ReadonlyMap<string, StageRecord>
  readonly force: TaskForce
  /** Oldest first. */
  readonly decisions: readonly Decided[]
  readonly review?: { readonly at: string; readonly until: string; readonly person: string }
  /** Systems of which a second path proved that nothing reaches them, and since when. */
  readonly isolated: ReadonlyMap<string, string>
  /** Publications that two people signed, oldest first. */
  readonly published: readonly { readonly seq: number; readonly at: string }[]
  /** Services that the last publication calls operational, and since when. */
  readonly operational: ReadonlyMap<string, string>
  /** Where the case was declared last. */
  readonly declaredIn?: LogPlace
  /** What was said to whom, and the entries that show it. */
  readonly said: Said
  /** When the engine last reported something about each unit. */
  readonly reported: ReadonlyMap<string, string>
  /** Parts of a plan or scope whose last part has not come. */
  readonly pending?: {
    readonly digest: string
    readonly texts: readonly string[]
    readonly elements: readonly ScopeElement[]
  }
  /** A plan in the log that this program cannot read, and why. */
  readonly unreadable?: { readonly digest: string; readonly why: string; readonly event: PlanEvent['type'] }
}

export function initialResponse(caseId: string): ResponseState {
  return {
    case: initialCase(caseId),
    seq: 0,
    at: '',
    adopted: [],
    records: new Map(),
    force: emptyTaskForce,
    decisions: [],
    isolated: new Map(),
    published: [],
    operational: new Map(),
    reported: new Map(),
    said: nothingSaid(caseId),
  }
}
