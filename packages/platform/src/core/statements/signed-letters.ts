import { type CaseEvent, lettersOf, put, statusOf } from '../case/index.ts'
import { AnlaufError } from '../failure.ts'
import { lettersToRead } from './letters-to-read.ts'
import { withAskedFindings } from './signed-findings.ts'
import { letterKey, readerOf, type Revision, type StatementDesk, statementStage } from './statement-desk.ts'
import type { StatementEvent } from './statement-events.ts'

/** The present letters of tenants that wait for signatures; without `tenants` all there are. Throws `nothing-to-do`. */
export function waitingLetters(
  desk: StatementDesk,
  tenants: readonly string[] = [...desk.statements.keys()],
): readonly { readonly tenant: string; readonly revision: Revision }[] {
  const waiting = tenants.toSorted().flatMap((tenant) => {
    const revision = desk.statements.get(tenant)?.at(-1)
    const isWaiting = revision !== undefined && statementStage(desk, tenant, revision) === 'in review'
    return isWaiting ? [{ tenant, revision }] : []
  })
  if (waiting.length > 0) return waiting
  throw new AnlaufError('nothing-to-do', 'No statement waits for signatures.', {
    hint: 'See "anlauf statement list"; draft what is missing with "anlauf statement draft".',
  })
}

/** What of the letters that a person has to read, signing in a role, was not opened yet. */
export function lettersUnread(
  desk: StatementDesk,
  request: string,
  { person, role }: { readonly person: string; readonly role: string },
): readonly string[] {
  const asked = desk.case.requests.get(request)
  if (asked?.subject.kind !== 'letters') return []
  const seen = desk.seen.get(readerOf(request, person))
  return lettersToRead(desk, asked, role).flatMap(({ tenant }) =>
    seen?.has(tenant) === true ? [] : [tenant],
  )
}

/** The event that says that a person opened letters of a request; none when all were opened before. */
export function see(
  desk: StatementDesk,
  { request, person, tenants }: { readonly request: string; readonly person: string; readonly tenants: readonly string[] }, // prettier-ignore
  at: string,
): readonly StatementEvent[] {
  const asked = desk.case.requests.get(request)
  const listed = asked?.subject.kind === 'letters' ? lettersOf(asked) : undefined
  if (asked === undefined || listed === undefined) {
    throw new AnlaufError('not-found', `No letters wait under "${request}".`, {
      hint: 'Open the request again under "Approvals".',
    })
  }
  const known = new Set(listed.letters.map(({ tenant }) => tenant))
  const foreign = tenants.find((tenant) => !known.has(tenant))
  if (foreign !== undefined) {
    throw new AnlaufError('not-found', `The request has no letter of "${foreign}".`, {
      hint: 'Take the letters that it lists.',
    })
  }
  if (!['open', 'approved'].includes(statusOf(desk.case, asked, at))) return []
  const seen = desk.seen.get(readerOf(request, person))
  const fresh = [...new Set(tenants)].filter((tenant) => seen?.has(tenant) !== true)
  return fresh.length === 0 ? [] : [{ type: 'statement.seen', request, person, tenants: fresh }]
}

export function withSeen(
  desk: StatementDesk,
  { request, person, tenants }: Extract<StatementEvent, { readonly type: 'statement.seen' }>,
): StatementDesk {
  const reader = readerOf(request, person)
  return { ...desk, seen: put(desk.seen, reader, new Set([...(desk.seen.get(reader) ?? []), ...tenants])) }
}

/** The desk after an event of its case: which letters are asked for, who had read what they signed, what was found. */
export function withRequests(desk: StatementDesk, event: CaseEvent): StatementDesk {
  if (event.type === 'approval.requested' && event.subject.kind === 'letters') {
    let { asked } = desk
    for (const { tenant, contentHash } of lettersOf(event)?.letters ?? []) {
      const key = letterKey(tenant, contentHash)
      asked = put(asked, key, [...(asked.get(key) ?? []), event.request])
    }
    return { ...desk, asked }
  }
  if (event.type !== 'approval.given' || event.verdict !== 'approve') return desk
  const { request, person, role } = event
  const kind = desk.case.requests.get(request)?.subject.kind
  if (kind === 'findings') return withAskedFindings(desk, event)
  if (kind !== 'letters') return desk
  const isRead = lettersUnread(desk, request, { person, role }).length === 0
  return isRead ? { ...desk, read: new Set([...desk.read, readerOf(request, person)]) } : desk
}
