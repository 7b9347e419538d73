import type { ApprovalRequest } from './approval-request.ts'
import type { EventOf, OnsetFact } from './events.ts'
import type { Override } from './override.ts'
import type { UnitQueueState } from './queue.ts'

/** How far a restore unit (a tenant) is, in its order. Each step needs all before it. */
export const unitStages = [
  'waiting',
  'restorePointsChosen',
  'restored',
  'verified',
  'scanned',
  'approved',
  'released',
  'handedBack',
] as const
export type UnitStage = (typeof unitStages)[number]

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
  readonly approvals: readonly UnitApproval[]
  /** People hold its gate open by hand. */
  readonly override?: Override
  readonly released?: EventOf<'unit.released'> & { readonly at: string }
  /** The last time it was handed back since that release. */
  readonly handedBack?: EventOf<'unit.handedBack'> & { readonly at: string }
  readonly quarantined: number
  readonly caseReview: number
}

/** One person's yes to the facts of a unit. */
export interface UnitApproval {
  readonly contentHash: string
  readonly person: string
  readonly role: string
  readonly keyId: string
  /** The request under which a passkey signed; a key in a file needs none. */
  readonly request?: string
  /** Until when it counts. */
  readonly expiresAt?: string
  /** Of a key in a file: one signature counts once. */
  readonly signature?: string
}

export interface Approver {
  readonly person: string
  readonly role: string
  /** SPKI in PEM. */
  readonly publicKey: string
  readonly keyId: string
}

/** A passkey that counts in a case. */
export interface Credential {
  readonly person: string
  readonly roles: readonly string[]
  readonly publicKey: string
  readonly keyId: string
  readonly credentialId: string
  readonly rpId: string
  /** People who signed its registration. */
  readonly vouchedBy: readonly string[]
  /** Who on the host let it in, before anybody could sign. */
  readonly genesis?: string
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
  /** Passkeys by key id. */
  readonly credentials: ReadonlyMap<string, Credential>
  /** By key id: from when on its signatures do not count any more. */
  readonly revoked: ReadonlyMap<string, Revocation>
  readonly requests: ReadonlyMap<string, ApprovalRequest>
  /** Ids of requests by `subjectName`. */
  readonly asked: ReadonlyMap<string, readonly string[]>
  /** Somebody's signature counted already: from here on nobody's key comes in on the host's word alone. */
  readonly isSigned: boolean
  /** When it was closed last; it may be open again. */
  readonly closedAt?: string
  /** The last score of an exercise. */
  readonly score?: EventOf<'exercise.scored'> & { readonly at: string }
}

export interface Revocation {
  readonly person: string
  readonly by: string
  readonly reason: string
  readonly at: string
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
    credentials: new Map(),
    revoked: new Map(),
    requests: new Map(),
    asked: new Map(),
    isSigned: false,
  }
}

/** Approvals that have not run out at a moment; without one, all. */
export function inTime(approvals: readonly UnitApproval[], at: string): readonly UnitApproval[] {
  return approvals.filter(({ expiresAt = '' }) => expiresAt === '' || at < expiresAt)
}

/** Those that count for a unit: of one that was released, those it was released with, however long ago. */
export function countingApprovals(
  { approvals, released }: Pick<UnitState, 'approvals' | 'released'>,
  at: string,
): readonly UnitApproval[] {
  return inTime(approvals, released?.at ?? at)
}

/** The case without approvals that have run out: what is shown at a moment. */
export function present(state: CaseState, at: string): CaseState {
  const late = [...state.units.values()].filter(
    (unit) => countingApprovals(unit, at).length < unit.approvals.length,
  )
  if (late.length === 0) return state
  const units = new Map(state.units)
  for (const unit of late) units.set(unit.unit, { ...unit, approvals: countingApprovals(unit, at) })
  return { ...state, units }
}

/** The furthest step a unit has reached; two approvals make it approved, until they run out. */
export function stageOf(unit: UnitState, at = ''): UnitStage {
  if (unit.released !== undefined) return unit.handedBack === undefined ? 'released' : 'handedBack'
  if (unit.scanned === undefined) {
    if (unit.verified !== undefined) return 'verified'
    if (unit.restored !== undefined) return 'restored'
    return unit.chosen === undefined ? 'waiting' : 'restorePointsChosen'
  }
  return hasQuorum(inTime(unit.approvals, at)) ? 'approved' : 'scanned'
}

/** Two different people with two different keys. */
export function hasQuorum(
  approvals: readonly { readonly person: string; readonly keyId: string }[],
): boolean {
  return approvals.some((one) =>
    approvals.some((other) => one.person !== other.person && one.keyId !== other.keyId),
  )
}
