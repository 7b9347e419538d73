import type { EventOf, OnsetFact } from './events.ts'
import type { UnitQueueState } from './queue.ts'

/** How far a restore unit (a tenant) is. Each step needs all before it. */
export type UnitStage =
  | 'waiting'
  | 'restorePointsChosen'
  | 'restored'
  | 'verified'
  | 'scanned'
  | 'approved'
  | 'released'
  | 'handedBack'

export interface UnitState {
  readonly unit: string
  readonly chosen?: EventOf<'unit.restorePointsChosen'>
  /** The run for which it was given out last. */
  readonly givenOut?: EventOf<'unit.givenOut'>
  /** Parts of databases that belong to it, by name; another plan or restore of its files keeps them. */
  readonly databases?: readonly EventOf<'unit.databaseAdded'>[]
  readonly restored?: EventOf<'unit.restored'>
  readonly verified?: EventOf<'unit.verified'>
  readonly scanned?: EventOf<'unit.scanned'>
  /** Only approvals of the present facts; any later fact empties the list. */
  readonly approvals: readonly EventOf<'unit.approved'>[]
  readonly released?: EventOf<'unit.released'> & { readonly at: string }
  /** The last time it was handed back since that release. */
  readonly handedBack?: EventOf<'unit.handedBack'> & { readonly at: string }
  readonly quarantined: number
  readonly caseReview: number
}

export interface Approver {
  readonly person: string
  readonly role: string
  /** SPKI in PEM. */
  readonly publicKey: string
  readonly keyId: string
}

export interface PublishedUpdate extends Omit<EventOf<'update.published'>, 'type'> {
  readonly at: string
}

export interface CaseState {
  readonly id: string
  readonly status: 'none' | 'declared' | 'closed'
  readonly title: string
  readonly exercise: boolean
  readonly declaredAt?: string
  readonly onset?: OnsetFact
  readonly services: readonly string[]
  /** Attacked systems, where the declaration named them. */
  readonly systems?: readonly string[]
  readonly isolation?: { readonly at: string; readonly systems: readonly string[]; readonly proof: string }
  readonly units: ReadonlyMap<string, UnitState>
  /** What was written near the incident, by unit; plans and runs come and go, decisions stay. */
  readonly queues: ReadonlyMap<string, UnitQueueState>
  /** Digests of the reports of clusters that were brought back. */
  readonly recoveredClusters?: readonly string[]
  /** By person. */
  readonly approvers: ReadonlyMap<string, Approver>
  readonly updates: readonly PublishedUpdate[]
  /** The last score of an exercise. */
  readonly score?: EventOf<'exercise.scored'> & { readonly at: string }
}

/** A case of which nothing is known yet. */
export function initialCase(id: string): CaseState {
  return {
    id,
    status: 'none',
    title: '',
    exercise: false,
    services: [],
    units: new Map(),
    queues: new Map(),
    approvers: new Map(),
    updates: [],
  }
}

/** The furthest step a unit has reached; two approvals make it approved. */
export function stageOf(unit: UnitState): UnitStage {
  if (unit.released !== undefined) return unit.handedBack === undefined ? 'released' : 'handedBack'
  if (unit.scanned === undefined) {
    if (unit.verified !== undefined) return 'verified'
    if (unit.restored !== undefined) return 'restored'
    return unit.chosen === undefined ? 'waiting' : 'restorePointsChosen'
  }
  return hasQuorum(unit.approvals) ? 'approved' : 'scanned'
}

/** Two different people with two different keys. */
export function hasQuorum(
  approvals: readonly { readonly person: string; readonly keyId: string }[],
): boolean {
  return approvals.some((one) =>
    approvals.some((other) => one.person !== other.person && one.keyId !== other.keyId),
  )
}
