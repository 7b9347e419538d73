import { type CaseEvent, type CaseState, eventOf, evolve, put } from '../case/index.ts'
import type { Entry } from '../evidence/index.ts'
import { isGenuine } from '../updates/index.ts'
import { findingHash } from './finding.ts'
import { withRequests, withSeen } from './signed-letters.ts'
import type { FindingSigner, FindingState, Revision, StatementDesk } from './statement-desk.ts'
import { type StatementEvent, statementEventOf } from './statement-events.ts'

/** The desk after an event. Never refuses; what is not signed by a registered person counts for nothing. */
export function evolveStatements(
  desk: StatementDesk,
  event: StatementEvent | CaseEvent,
  at: string,
): StatementDesk {
  if (!isOurs(event)) return withRequests({ ...desk, case: evolve(desk.case, event, at) }, event)
  switch (event.type) {
    case 'finding.stated':
      return withFinding(desk, event)
    case 'statement.drafted':
      return withDraft(desk, event, at)
    case 'statement.approved':
      return withApproval(desk, event)
    case 'statement.seen':
      return withSeen(desk, event)
    case 'statement.outdatedAnyway':
      return changed(desk, event.tenant, event.revision, (one) => ({ ...one, outdatedAnyway: event.reason }))
    case 'statement.posted': {
      const { type: _type, tenant, revision, ...posted } = event
      return changed(desk, tenant, revision, (one) => ({ ...one, posted }))
    }
    case 'statement.delivered': {
      const { type: _type, tenant, revision, ...delivered } = event
      return changed(desk, tenant, revision, (one) => ({ ...one, delivered: one.delivered ?? delivered }))
    }
  }
}

/** The desk after one more entry, for whoever keeps the case anyway; `before` is the case before that entry. */
export function statementsAfter(desk: StatementDesk, entry: Entry, before: CaseState): StatementDesk {
  const own = statementEventOf(entry)
  if (own !== undefined) return evolveStatements({ ...desk, case: before }, own, entry.at)
  const event = eventOf(entry)
  const isAsked = event?.type === 'approval.requested' || event?.type === 'approval.given'
  return isAsked ? withRequests({ ...desk, case: before }, event) : desk
}

function isOurs(event: StatementEvent | CaseEvent): event is StatementEvent {
  return event.type.startsWith('statement.') || event.type === 'finding.stated'
}

type Of<Type extends StatementEvent['type']> = Extract<StatementEvent, { readonly type: Type }>

function withFinding(desk: StatementDesk, { finding, signed }: Of<'finding.stated'>): StatementDesk {
  const hash = findingHash(desk.case.id, finding)
  if (signed.contentHash !== hash || !isGenuine(desk.case, 'finding', finding.tenant, signed)) return desk
  const ofTenant = desk.findings.get(finding.tenant) ?? new Map<string, FindingState>()
  const before = ofTenant.get(hash)?.signatures ?? []
  const isKnown = ({ person, request }: FindingSigner): boolean =>
    person === signed.person && request === undefined
  if (before.some(isKnown)) return desk
  const state = { finding, hash, signatures: [...before, signed] }
  return { ...desk, findings: put(desk.findings, finding.tenant, put(ofTenant, hash, state)) }
}

/** A draft takes the place of one of the same number; what was approved has a number of its own for ever. */
function withDraft(
  desk: StatementDesk,
  { tenant, revision, contentHash, substance, wording, promisesEnd }: Of<'statement.drafted'>,
  at: string,
): StatementDesk {
  const before = (desk.statements.get(tenant) ?? []).filter((one) => one.revision !== revision)
  const fresh: Revision = {
    revision,
    contentHash,
    substance,
    draftedAt: at,
    approvals: [],
    ...(wording !== undefined && { wording }),
    ...(promisesEnd !== undefined && { promisesEnd }),
  }
  return { ...desk, statements: put(desk.statements, tenant, [...before, fresh]) }
}

function withApproval(desk: StatementDesk, event: Of<'statement.approved'>): StatementDesk {
  const { type: _type, tenant, revision, ...signed } = event
  if (!isGenuine(desk.case, 'statement', tenant, signed)) return desk
  return changed(desk, tenant, revision, (one) =>
    one.approvals.some(
      ({ person, contentHash }) => person === signed.person && contentHash === signed.contentHash,
    )
      ? one
      : { ...one, approvals: [...one.approvals, signed] },
  )
}

function changed(
  desk: StatementDesk,
  tenant: string,
  revision: number,
  change: (one: Revision) => Revision,
): StatementDesk {
  const list = desk.statements.get(tenant)
  if (list === undefined) return desk
  const next = list.map((one) => (one.revision === revision ? change(one) : one))
  return { ...desk, statements: put(desk.statements, tenant, next) }
}
