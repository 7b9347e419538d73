import { type CaseState, eventOf, put } from '../../case/index.ts'
import { clockName } from '../../duties/index.ts'
import type { Entry } from '../../evidence/index.ts'
import { factEventOf, factHash, factId } from '../../facts/index.ts'
import { noticeApprovals, noticeEventOf } from '../../notices/index.ts'
import { askedFindings, findingHash, statementApprovals, statementEventOf } from '../../statements/index.ts'
import { type Signer, validApprovals } from '../../updates/index.ts'
import type { Said } from './said.ts'

/** Names of what happened, for `places` and `signers`. */
export const names = {
  published: (number: number) => `published ${number}`,
  handedOut: (place: number) => `handed out ${place}`,
  claim: (claim: string) => `claim ${claim}`,
  sent: (notice: string) => `sent ${notice}`,
  mailed: (notice: string, recipient: string) => `mailed ${notice} ${recipient}`,
  received: (notice: string, recipient: string) => `received ${notice} ${recipient}`,
  finding: (hash: string) => `finding ${hash}`,
  drafted: (tenant: string, revision: number) => `drafted ${tenant} ${revision}`,
  posted: (tenant: string, revision: number) => `posted ${tenant} ${revision}`,
  met: (clock: string) => `met ${clock}`,
  exempt: (clock: string) => `exempt ${clock}`,
  profiled: 'profiled',
  fact: (id: string) => `fact ${id}`,
} as const

/** One thing that an entry says, and whether the desks believed it. */
interface Happening {
  readonly name: string
  readonly isBelieved: (after: Said) => boolean
  readonly signers?: readonly Signer[]
}

/** Writes down what an entry shows, once the desks have believed it. Call it before they are asked, use it after. */
export function happenings(before: Said, entry: Entry, state: CaseState): (after: Said) => Said {
  const all = [
    ...publicly(before, entry, state),
    ...byNotice(before, entry, state),
    ...byStatement(before, entry, state),
    ...byClock(entry),
    ...byFact(before, entry, state),
  ]
  return (after) => {
    const { seq, at } = entry
    let { places, signers } = after
    for (const one of all) {
      if (!one.isBelieved(after)) continue
      places = put(places, one.name, { seq, at })
      if (one.signers !== undefined) signers = put(signers, one.name, one.signers)
    }
    return { ...after, places, signers }
  }
}

function publicly({ desk: known }: Said, entry: Entry, state: CaseState): readonly Happening[] {
  const desk = { ...known, case: state }
  const data = entry.data as { readonly update?: string }
  const signers = (): readonly Signer[] => {
    const draft = desk.drafts.get(data.update ?? '')
    return draft === undefined ? [] : validApprovals(desk, draft, new Date(entry.at))
  }
  const claim = claimIn(entry, state)
  if (claim !== undefined) {
    const was = desk.claims.get(claim)?.inForce
    return [
      {
        name: names.claim(claim),
        isBelieved: (after) => {
          const is = after.desk.claims.get(claim)?.inForce
          return is !== undefined && is !== was
        },
      },
    ]
  }
  if (entry.kind === 'update.handedOut') {
    const count = desk.handedOut.length
    const isBelieved = (after: Said): boolean => after.desk.handedOut.length > count
    return [{ name: names.handedOut(count), isBelieved, signers: signers() }]
  }
  if (eventOf(entry)?.type !== 'update.published') return []
  const count = desk.published.length
  const isBelieved = (after: Said): boolean => after.desk.published.length > count
  return [{ name: names.published(count + 1), isBelieved, signers: signers() }]
}

function byNotice(before: Said, entry: Entry, state: CaseState): readonly Happening[] {
  const event = noticeEventOf(entry)
  const notice = event === undefined ? undefined : before.notices.notices.get(event.notice)
  if (event === undefined || notice === undefined) return []
  switch (event.type) {
    case 'notice.sent': {
      if (notice.sentAt !== undefined) return []
      const signers = noticeApprovals({ ...before.notices, case: state }, notice, new Date(entry.at))
      const isBelieved = (after: Said): boolean =>
        after.notices.notices.get(event.notice)?.sentAt !== undefined
      return [{ name: names.sent(event.notice), isBelieved, signers }]
    }
    case 'notice.delivered':
      return event.outcomes.map(({ recipient }) => ({
        name: names.mailed(event.notice, recipient),
        isBelieved: () => notice.recipients.has(recipient),
      }))
    case 'notice.received': {
      const { recipient } = event
      const isFirst = notice.recipients.has(recipient) && !notice.recipients.get(recipient)?.receipt
      return [{ name: names.received(event.notice, recipient), isBelieved: () => isFirst }]
    }
    case 'notice.drafted':
    case 'notice.approved':
    case 'notice.callDue':
    case 'notice.called':
    case 'notice.voided':
    case 'notice.stopped':
    case 'notice.resumed':
      return []
  }
}

function byStatement(before: Said, entry: Entry, state: CaseState): readonly Happening[] {
  const event = statementEventOf(entry)
  if (event === undefined) return byFindingWord(before, entry, state)
  if (event.type === 'finding.stated') {
    const { tenant } = event.finding
    const hash = findingHash(state.id, event.finding)
    const count = before.statements.findings.get(tenant)?.get(hash)?.signatures.length ?? 0
    const isBelieved = ({ statements }: Said): boolean =>
      (statements.findings.get(tenant)?.get(hash)?.signatures.length ?? 0) > count
    return [{ name: names.finding(hash), isBelieved }]
  }
  if (event.type === 'statement.drafted') {
    return [{ name: names.drafted(event.tenant, event.revision), isBelieved: () => true }]
  }
  if (event.type !== 'statement.posted' && event.type !== 'statement.delivered') return []
  const { tenant, revision } = event
  const known = before.statements.statements.get(tenant)?.find((one) => one.revision === revision)
  if (known === undefined) return []
  const name = names.posted(tenant, revision)
  // Who had signed when it first left: a key that is revoked before the receipt comes unsays nothing.
  const signers =
    before.signers.get(name) ?? statementApprovals({ ...before.statements, case: state }, tenant, known)
  return [{ name, isBelieved: () => true, signers }]
}

/** Findings that a passkey stated under a request. */
function byFindingWord(before: Said, entry: Entry, state: CaseState): readonly Happening[] {
  const word = entry.kind === 'approval.given' ? eventOf(entry) : undefined
  const request = word?.type === 'approval.given' ? state.requests.get(word.request) : undefined
  return (request === undefined ? [] : (askedFindings(state.id, request) ?? [])).map((finding) => {
    const hash = findingHash(state.id, finding)
    const signatures = ({ statements }: Said): number =>
      statements.findings.get(finding.tenant)?.get(hash)?.signatures.length ?? 0
    const count = signatures(before)
    return { name: names.finding(hash), isBelieved: (after) => signatures(after) > count }
  })
}

function byClock({ kind, data }: Entry): readonly Happening[] {
  const {
    duty = '',
    tenant,
    statement,
  } = data as {
    readonly duty?: string
    readonly tenant?: string
    readonly statement?: { readonly duty?: string; readonly tenant?: string }
  }
  const isBelieved = (): boolean => true
  if (kind === 'clock.met') return [{ name: names.met(clockName(duty, tenant)), isBelieved }]
  if (kind === 'clock.profiled') return [{ name: names.profiled, isBelieved }]
  if (kind !== 'clock.signed' || statement?.duty === undefined) return []
  return [{ name: names.exempt(clockName(statement.duty, statement.tenant)), isBelieved }]
}

function byFact(before: Said, entry: Entry, state: CaseState): readonly Happening[] {
  const id = factIn(entry, state)
  if (id === undefined) return []
  const isNew = !before.facts.stated.has(id)
  return [{ name: names.fact(id), isBelieved: ({ facts }) => isNew && facts.stated.has(id) }]
}

/** The fact that an entry may state: with a key in a file, or as the word of a passkey under a request. */
function factIn(entry: Entry, { id: caseId, requests }: CaseState): string | undefined {
  const fact = factEventOf(entry)
  if (fact !== undefined) return fact.type === 'fact.stated' ? factId(factHash(caseId, fact.fact)) : undefined
  const word = entry.kind === 'approval.given' ? eventOf(entry) : undefined
  const request = word?.type === 'approval.given' ? requests.get(word.request) : undefined
  return request?.subject.kind === 'fact' ? factId(request.contentHash) : undefined
}

/** The claim that an entry may state, likewise. */
function claimIn(entry: Entry, { requests }: CaseState): string | undefined {
  if (entry.kind === 'claim.stated') {
    return (entry.data as { readonly statement?: { readonly claim?: string } }).statement?.claim ?? ''
  }
  const word = entry.kind === 'approval.given' ? eventOf(entry) : undefined
  const subject = word?.type === 'approval.given' ? requests.get(word.request)?.subject : undefined
  return subject?.kind === 'claim' ? subject.name : undefined
}
