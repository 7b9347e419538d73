import { approvalEnd, isEndInTime, isSignedBy, maxApprovalMs, unitContentHash } from './approval.ts'
import { put } from './batch.ts'
import { decisionDigest, isDecisionSignedBy, type QueueDecision } from './decision.ts'
import type { CaseEvent, EventOf } from './events.ts'
import { evolveIdentity, withApprover } from './evolve-identity.ts'
import { isApprovedRelease } from './gate.ts'
import { shownDigest, type UnitQueueState } from './queue.ts'
import type { CaseState, UnitApproval, UnitState } from './state.ts'

/**
 * The state after an event. Never refuses: what is in the log happened. Only approvals and decisions count for nothing
 * unless their signature is that of the registered person under the unit's present facts, and a release without two
 * such approvals: who can write the log could otherwise approve in anybody's name, or leave that out. `at` is the entry's time.
 */
export function evolve(state: CaseState, event: CaseEvent, at: string): CaseState {
  if (event.type === 'unit.queued' || event.type === 'unit.decided') return evolveQueue(state, event, at)
  if (event.type === 'override.recorded') return evolveIdentity(state, event, at)
  if ('unit' in event) {
    const unit = state.units.get(event.unit) ?? emptyUnit(event.unit)
    if (event.type === 'unit.approved' && !isGenuine(state, unit, event, at)) return state
    if (event.type === 'unit.released' && !isApproved(state, unit, event, at)) return state
    const isSigned = state.isSigned || event.type === 'unit.approved'
    return { ...state, isSigned, units: put(state.units, event.unit, evolveUnit(unit, event, at)) }
  }
  switch (event.type) {
    case 'case.declared': {
      const units = new Map(event.tenants.map((unit) => [unit, emptyUnit(unit)]))
      const { title, exercise, services, systems, onset } = event
      return {
        ...state,
        status: 'declared',
        title,
        exercise,
        services,
        declaredAt: at,
        units,
        ...(systems && { systems }),
        ...(onset && { onset }),
      }
    }
    case 'case.extended': {
      const units = new Map(state.units)
      for (const unit of event.tenants) if (!units.has(unit)) units.set(unit, emptyUnit(unit))
      return {
        ...state,
        units,
        services: [...new Set([...state.services, ...event.services])],
        systems: [...new Set([...(state.systems ?? []), ...event.systems])],
      }
    }
    case 'case.reopened':
      return state.status === 'closed' ? { ...state, status: 'declared' } : state
    case 'isolation.proven':
      return { ...state, isolation: { at, systems: event.systems, proof: event.proof } }
    case 'approver.registered':
      return withApprover(state, event)
    case 'database.recovered':
      return { ...state, recoveredClusters: [...(state.recoveredClusters ?? []), event.reportDigest] }
    case 'update.published':
      return { ...state, updates: [...state.updates, { ...event, at }] }
    case 'exercise.scored':
      // A log that says so of a real case is not believed.
      return state.exercise ? { ...state, score: { ...event, at } } : state
    case 'case.closed':
      return { ...state, status: 'closed', closedAt: at }
    case 'credential.registered':
    case 'key.revoked':
    case 'approval.requested':
    case 'approval.given':
    case 'approval.withdrawn':
      return evolveIdentity(state, event, at)
  }
}

function isGenuine(state: CaseState, unit: UnitState, event: EventOf<'unit.approved'>, at: string): boolean {
  const { contentHash, person, role, expiresAt, signature } = event
  const end = expiresAt === undefined ? {} : { expiresAt }
  if (expiresAt !== undefined && !isEndInTime(expiresAt, at)) return false
  // Written to the log again when it has run out, it is still the same signature.
  if (unit.approvals.some((approval) => approval.signature === signature)) return false
  const approver = state.approvers.get(person)
  if (approver?.keyId !== event.keyId || contentHash !== unitContentHash(state.id, unit)) return false
  return isSignedBy(
    { case: state.id, unit: unit.unit, contentHash, person, role, ...end },
    signature,
    approver,
  )
}

/** The log alone opens no gate: a release stands on the signatures of two people under exactly these facts. */
function isApproved(
  state: CaseState,
  unit: UnitState,
  { contentHash }: EventOf<'unit.released'>,
  at: string,
): boolean {
  return contentHash === unitContentHash(state.id, unit) && isApprovedRelease(state, unit, at)
}

function evolveQueue(
  state: CaseState,
  event: EventOf<'unit.queued' | 'unit.decided'>,
  at: string,
): CaseState {
  const known = state.queues.get(event.unit)
  const withQueue = (queue: UnitQueueState): CaseState => ({
    ...state,
    queues: put(state.queues, event.unit, queue),
  })
  if (event.type === 'unit.queued') {
    const { digest, windowHours } = event
    const isMore = event.part > 1 && known?.digest === digest
    const groups = new Map(isMore ? known.groups : [])
    for (const group of event.groups) groups.set(group.facts, group)
    return withQueue({
      digest,
      windowHours,
      groups,
      votes: known?.votes ?? new Map(),
      said: known?.said ?? new Set(),
    })
  }
  if (known === undefined || !isGenuineDecision(state, event)) return state
  const { type: _type, facts, signature: _signature, ...vote } = event
  const said = decisionDigest(decisionOf(state, event))
  if (known.said.has(said)) return state
  const votes = new Map(known.votes)
  for (const digest of facts) {
    // What was decided on other facts, or about another class, is no decision about this group.
    const group = known.groups.get(digest)
    if (group?.class !== event.class) continue
    votes.set(
      digest,
      new Map(votes.get(digest)).set(event.person, { ...vote, at, shown: shownDigest(group) }),
    )
  }
  return { ...withQueue({ ...known, votes, said: new Set(known.said).add(said) }), isSigned: true }
}

function isGenuineDecision(state: CaseState, event: EventOf<'unit.decided'>): boolean {
  const approver = state.approvers.get(event.person)
  if (approver === undefined || approver.keyId !== event.keyId || approver.role !== event.role) return false
  return isDecisionSignedBy(decisionOf(state, event), event.signature, approver)
}

function decisionOf(state: CaseState, event: EventOf<'unit.decided'>): QueueDecision {
  const { type: _type, keyId: _keyId, signature: _signature, ...decision } = event
  return { case: state.id, ...decision }
}

type UnitEvent = Exclude<
  Extract<CaseEvent, { readonly unit: string }>,
  EventOf<'unit.queued' | 'unit.decided' | 'override.recorded'>
>

/** A new fact voids what was decided on the old ones: later steps fall back, approvals are gone. */
function evolveUnit(unit: UnitState, event: UnitEvent, at: string): UnitState {
  switch (event.type) {
    case 'unit.restorePointsChosen':
      return { ...withDatabases(unit, unit.databases), chosen: event }
    case 'unit.databaseAdded': {
      const others = (unit.databases ?? []).filter(({ piece }) => piece !== event.piece)
      const databases = [...others, event].toSorted((a, b) => (a.piece < b.piece ? -1 : 1))
      return { ...withDatabases(unit, databases), ...(unit.chosen && { chosen: unit.chosen }) }
    }
    case 'unit.databaseRefused':
      return unit
    case 'unit.givenOut':
      // Nothing is restored yet: what was decided on earlier facts still holds.
      return { ...unit, givenOut: event }
    case 'unit.restored': {
      const fresh = withDatabases(unit, unit.databases)
      return { ...fresh, ...(unit.chosen && { chosen: unit.chosen }), restored: event }
    }
    case 'unit.verified': {
      const { scanned: _scanned, ...rest } = withoutDecisions(unit)
      return { ...rest, verified: event }
    }
    case 'unit.scanned':
      return { ...withoutDecisions(unit), scanned: event }
    case 'item.quarantined':
      return { ...withoutDecisions(unit), quarantined: unit.quarantined + 1 }
    case 'item.sentToReview':
      return { ...withoutDecisions(unit), caseReview: unit.caseReview + 1 }
    case 'unit.approved':
      return { ...unit, approvals: [...unit.approvals, withEnd(event, at)] }
    case 'unit.released': {
      const { handedBack: _handedBack, ...rest } = unit
      return { ...rest, released: { ...event, at } }
    }
    case 'unit.handedBack':
      return { ...unit, handedBack: { ...event, at } }
  }
}

/** An old log says nothing of an end: its approvals count as long as the longest. */
function withEnd(event: EventOf<'unit.approved'>, at: string): UnitApproval {
  if (event.expiresAt !== undefined || at === '') return event
  return { ...event, expiresAt: approvalEnd(new Date(at), maxApprovalMs) }
}

function withoutDecisions({
  released: _released,
  handedBack: _handedBack,
  override: _override,
  ...unit
}: UnitState): UnitState {
  return { ...unit, approvals: [] }
}

/** Nothing is known of the unit but which databases belong to it. */
function withDatabases({ unit }: UnitState, databases: UnitState['databases']): UnitState {
  return { ...emptyUnit(unit), ...(databases && { databases }) }
}

function emptyUnit(unit: string): UnitState {
  return { unit, approvals: [], quarantined: 0, caseReview: 0 }
}
