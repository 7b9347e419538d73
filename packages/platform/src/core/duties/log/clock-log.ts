import { type CaseEvent, type CaseState, evolve, hasQuorum, initialCase } from '../../case/index.ts'
import type { ContractNotice, DutyEvent, LegalProfile } from '../../estate/index.ts'
import type { ClockEvent, ClockEventOf } from './clock-event.ts'
import { isStatementSignedBy, type Statement, statementName } from './statement.ts'

/** A fact that was recorded, and when that was. */
export type Occurrence = Omit<ClockEventOf<'clock.started'>, 'type'> & { readonly recordedAt: string }
export type Submission = Omit<ClockEventOf<'clock.met'>, 'type'> & { readonly recordedAt: string }

/** A statement with those who signed it; it holds from two people with two keys on. */
export interface Proposal {
  readonly statement: Statement
  readonly reason: string
  readonly signatures: readonly { readonly person: string; readonly role: string; readonly keyId: string }[]
  readonly holds: boolean
}

/** Everything that a case's log says about its clocks. */
export interface ClockLog {
  readonly case: CaseState
  readonly profiles: readonly LegalProfile[]
  readonly contracts: readonly ContractNotice[]
  readonly occurrences: ReadonlyMap<DutyEvent, readonly Occurrence[]>
  /** By clock; what came before a reopening is gone. */
  readonly submissions: ReadonlyMap<string, readonly Submission[]>
  /** By name, in the order in which they got their last signature. */
  readonly proposals: ReadonlyMap<string, Proposal>
  /** What was said about each due time, by clock and due time; of a missed one nothing more is said. */
  readonly announced: ReadonlyMap<string, 'approaching' | 'missed'>
  /** How often each clock was reopened. */
  readonly reopened: ReadonlyMap<string, number>
}

/** The name of one clock: a duty, of a tenant where every tenant has its own. */
export function clockName(duty: string, tenant?: string): string {
  return tenant === undefined ? duty : `${duty} ${tenant}`
}

/** One due time of one clock; a clock that was dated anew has another. */
export function dueName(duty: string, tenant: string | undefined, due: string): string {
  return `${clockName(duty, tenant)} ${due}`
}

export function emptyClockLog(caseId: string): ClockLog {
  return {
    case: initialCase(caseId),
    profiles: [],
    contracts: [],
    occurrences: new Map(),
    submissions: new Map(),
    proposals: new Map(),
    announced: new Map(),
    reopened: new Map(),
  }
}

/** How many statements of a kind settled the question before; a signature says which one it belongs to. */
export function roundOf(log: ClockLog, statement: Statement): number {
  if (statement.kind === 'notApplicable') {
    return log.reopened.get(clockName(statement.duty, statement.tenant)) ?? 0
  }
  return [...log.proposals.values()].filter(
    ({ statement: other, holds }) => holds && other.kind === 'redate' && other.event === statement.event,
  ).length
}

export function withCaseEvent(log: ClockLog, event: CaseEvent, at: string): ClockLog {
  return { ...log, case: evolve(log.case, event, at) }
}

/** The log after an event. Never refuses; a signature that does not fit counts for nothing. */
export function withClockEvent(log: ClockLog, event: ClockEvent, at: string): ClockLog {
  switch (event.type) {
    case 'clock.profiled':
      return {
        ...log,
        profiles: [...log.profiles, event.profile],
        contracts: joinContracts(log.contracts, event.contracts),
      }
    case 'clock.started': {
      const { type: _type, ...fact } = event
      const known = log.occurrences.get(event.event) ?? []
      const all = [...known, { ...fact, recordedAt: at }]
      return { ...log, occurrences: new Map(log.occurrences).set(event.event, all) }
    }
    case 'clock.met': {
      const { type: _type, ...fact } = event
      const name = clockName(event.duty, event.tenant)
      const all = [...(log.submissions.get(name) ?? []), { ...fact, recordedAt: at }]
      return { ...log, submissions: new Map(log.submissions).set(name, all) }
    }
    case 'clock.signed':
      return withSignature(log, event)
    case 'clock.reopened':
      return reopen(log, clockName(event.duty, event.tenant))
    case 'clock.approaching':
    case 'clock.missed':
      return announce(log, event)
    case 'clock.derived':
      // It repeats what follows from the submission, for people and for who counts deadlines.
      return log
  }
}

function announce(log: ClockLog, event: ClockEventOf<'clock.approaching' | 'clock.missed'>): ClockLog {
  const announced = new Map(log.announced)
  for (const tenant of event.tenants ?? [undefined]) {
    const name = dueName(event.duty, tenant, event.due)
    if (announced.get(name) !== 'missed') {
      announced.set(name, event.type === 'clock.missed' ? 'missed' : 'approaching')
    }
  }
  return { ...log, announced }
}

/**
 * What was promised once stays promised in this case: of two periods the shorter one, for the tenants of both. A promise
 * that counts from another fact now runs beside the one before, under a name of its own.
 */
function joinContracts(
  known: readonly ContractNotice[],
  more: readonly ContractNotice[],
): readonly ContractNotice[] {
  const byId = new Map(known.map((notice) => [notice.id, notice]))
  for (const notice of more) {
    const first = byId.get(notice.id)
    const isSame = first === undefined || first.after === notice.after
    const id = isSame ? notice.id : `${notice.id}-${notice.after}`
    const before = byId.get(id)
    byId.set(id, { ...(before === undefined ? notice : joined(before, notice)), id })
  }
  return [...byId.values()]
}

function joined(before: ContractNotice, notice: ContractNotice): ContractNotice {
  const { tenants: _tenants, ...stricter } = notice.within < before.within ? notice : before
  if (before.tenants === undefined || notice.tenants === undefined) return stricter
  return { ...stricter, tenants: [...new Set([...before.tenants, ...notice.tenants])] }
}

function withSignature(log: ClockLog, event: ClockEventOf<'clock.signed'>): ClockLog {
  const { statement, note: reason, person, role, keyId, signature } = event
  const approver = log.case.approvers.get(person)
  const signed = { case: log.case.id, statement, reason, person, role }
  if (approver?.keyId !== keyId || !isStatementSignedBy(signed, signature, approver.publicKey)) return log
  if (statement.round !== roundOf(log, statement)) return log
  const name = statementName(statement, reason)
  const before = log.proposals.get(name)
  const signatures = [...countingSignatures(log, before), { person, role, keyId }]
  const proposals = new Map(log.proposals)
  proposals.delete(name)
  proposals.set(name, {
    statement,
    reason,
    signatures,
    holds: before?.holds === true || hasQuorum(signatures),
  })
  return { ...log, proposals }
}

/** Those of keys that were revoked since do not count. */
export function countingSignatures(
  { case: { revoked } }: ClockLog,
  proposal: Proposal | undefined,
): Proposal['signatures'] {
  return (proposal?.signatures ?? []).filter(({ keyId }) => !revoked.has(keyId))
}

/** The clock runs again: what met it and what was signed about it is gone. */
function reopen(log: ClockLog, name: string): ClockLog {
  const submissions = new Map(log.submissions)
  submissions.delete(name)
  const proposals = new Map(
    [...log.proposals].filter(
      ([, { statement }]) =>
        statement.kind === 'redate' || clockName(statement.duty, statement.tenant) !== name,
    ),
  )
  const reopened = new Map(log.reopened).set(name, (log.reopened.get(name) ?? 0) + 1)
  return { ...log, submissions, proposals, reopened }
}
