import { approverKeyId } from './approval.ts'
import { type ApprovalRequest, requestSealed, statementDigest } from './approval-request.ts'
import { approvalsIn, statusOf, subjectName } from './request-status.ts'
import { put } from './batch.ts'
import { admissionProblem, passkeyId, vouchersOf } from './credential.ts'
import type { EventOf } from './events.ts'
import type { IdentityEvent } from './identity-events.ts'
import { aloneAfterMs, overrideContentOf } from './override.ts'
import { shownDigest } from './queue.ts'
import { contentHash, queueContentOf } from './queue-content.ts'
import type { CaseState, UnitState } from './state.ts'
import { wordProblem } from './word-problem.ts'

/**
 * The state after an event about keys and approvals. Believes only what is signed: a key that nobody vouched for, a
 * signature that does not fit and an override without its signers count for nothing, whoever wrote them into the log.
 */
export function evolveIdentity(state: CaseState, event: IdentityEvent, at: string): CaseState {
  switch (event.type) {
    case 'credential.registered':
      return registered(state, event)
    case 'key.revoked':
      return revoked(state, event, at)
    case 'approval.requested':
      return requested(state, event, at)
    case 'approval.given':
      return given(state, event, at)
    case 'approval.withdrawn':
      return withdrawn(state, event, at)
    case 'override.recorded':
      return overridden(state, event, at)
  }
}

/** A key in a file; a later one of the same person replaces it. */
export function withApprover(state: CaseState, event: EventOf<'approver.registered'>): CaseState {
  const { person, role, publicKey, keyId, vouchers = [] } = event
  const registration = { person, roles: [role], keyId }
  if (approverKeyId(publicKey) !== keyId) return state
  if (admissionProblem(state, registration, { vouchers, isGenesis: true }) !== undefined) return state
  return { ...state, approvers: put(state.approvers, person, { person, role, publicKey, keyId }) }
}

function registered(state: CaseState, event: EventOf<'credential.registered'>): CaseState {
  const { person, roles, publicKey, keyId, credentialId, rpId, vouchers, genesis } = event
  if (passkeyId(publicKey) !== keyId || state.credentials.has(keyId)) return state
  if (admissionProblem(state, event, { vouchers, isGenesis: genesis !== undefined }) !== undefined)
    return state
  const vouchedBy = vouchersOf(state, event, vouchers)
  const credential = { person, roles, publicKey, keyId, credentialId, rpId, vouchedBy }
  const credentials = put(state.credentials, keyId, {
    ...credential,
    ...(genesis !== undefined && vouchedBy.length < 2 && { genesis }),
  })
  return { ...state, credentials }
}

/** What was released stands; what still waits for a gate loses these signatures. */
function revoked(
  state: CaseState,
  { keyId, person, by, reason }: EventOf<'key.revoked'>,
  at: string,
): CaseState {
  if (state.revoked.has(keyId)) return state
  const units = new Map(
    [...state.units].map(([id, unit]) => [
      id,
      unit.released === undefined ? withoutKey(state, unit, keyId) : unit,
    ]),
  )
  const queues = new Map(
    [...state.queues].map(([id, queue]) => {
      if (state.units.get(id)?.released !== undefined) return [id, queue]
      const votes = [...queue.votes].map(
        ([facts, said]) => [facts, new Map([...said].filter(([, vote]) => vote.keyId !== keyId))] as const,
      )
      return [id, { ...queue, votes: new Map(votes) }]
    }),
  )
  const approvers = new Map([...state.approvers].filter(([, approver]) => approver.keyId !== keyId))
  const revocations = new Map(state.revoked).set(keyId, { person, by, reason, at })
  return { ...state, units, queues, approvers, revoked: revocations }
}

function withoutKey(state: CaseState, unit: UnitState, keyId: string): UnitState {
  const { override, ...rest } = unit
  const request = override && state.requests.get(override.request)
  const isHeld = request?.given.some((word) => word.keyId === keyId) === false
  const approvals = unit.approvals.filter((approval) => approval.keyId !== keyId)
  return { ...rest, approvals, ...(isHeld && override && { override }) }
}

function requested(state: CaseState, event: EventOf<'approval.requested'>, at: string): CaseState {
  const { type: _type, head, ...request } = event
  // A practice never counts in earnest, nor the other way round.
  if (head === undefined || state.requests.has(request.request) || request.exercise !== state.exercise)
    return state
  const { kind } = request.subject
  if (['unit', 'override'].includes(kind) && request.quorum < least(request)) return state
  const isWithContent = kind === 'queue' || kind === 'override'
  if (isWithContent && request.contentHash !== contentHash(request.content ?? {})) return state
  const opened: ApprovalRequest = { ...request, head, at, given: [], said: new Set() }
  const name = subjectName(request.subject)
  const asked = put(state.asked, name, [...(state.asked.get(name) ?? []), request.request])
  return { ...state, asked, requests: put(state.requests, request.request, opened) }
}

function least({ subject, content }: Pick<ApprovalRequest, 'subject' | 'content'>): number {
  return subject.kind === 'override' && overrideContentOf(content)?.alone === true ? 1 : 2
}

function given(state: CaseState, event: EventOf<'approval.given'>, at: string): CaseState {
  const { type: _type, ...word } = event
  const before = state.requests.get(event.request)
  if (before === undefined || wordProblem(state, word, at) !== undefined) return state
  const { person, role, verdict, reason, seal } = word
  const { keyId } = seal
  const own = { person, role, keyId, verdict, reason, at, isPasskey: seal.passkey !== undefined }
  const request = {
    ...before,
    given: [...before.given.filter((other) => other.person !== person), own],
    said: new Set(before.said).add(statementDigest(requestSealed(state.id, before, word).statement)),
  }
  const next = withRequest({ ...state, isSigned: true }, request)
  return verdict === 'approve' ? withYes(next, request, own, at) : withoutWords(next, request.request)
}

function withRequest(state: CaseState, request: ApprovalRequest): CaseState {
  return { ...state, requests: put(state.requests, request.request, request) }
}

/** A yes reaches what it is about: the unit, the groups of the queue. Owners of other contents ask `approvalsOf`. */
function withYes(
  state: CaseState,
  request: ApprovalRequest,
  { person, role, keyId }: { person: string; role: string; keyId: string },
  at: string,
): CaseState {
  const { subject, contentHash, expiresAt, request: id } = request
  const unit = state.units.get(subject.name)
  if (subject.kind === 'unit' && unit !== undefined) {
    const others = unit.approvals.filter((other) => other.person !== person)
    const approvals = [...others, { contentHash, person, role, keyId, request: id, expiresAt }]
    return { ...state, units: put(state.units, subject.name, { ...unit, approvals }) }
  }
  const queue = state.queues.get(subject.name)
  const decision = queueContentOf(request.content)
  if (subject.kind !== 'queue' || queue === undefined || decision === undefined) return state
  const { facts, ...said } = decision
  const votes = new Map(queue.votes)
  for (const digest of facts) {
    const group = queue.groups.get(digest)
    if (group?.class !== decision.class) continue
    const vote = {
      ...said,
      unit: subject.name,
      person,
      role,
      keyId,
      at,
      shown: shownDigest(group),
      request: id,
    }
    votes.set(digest, new Map(votes.get(digest)).set(person, vote))
  }
  return { ...state, queues: put(state.queues, subject.name, { ...queue, votes }) }
}

/** What was signed under a request, by one person or all, counts no more; what is released stands. */
function withoutWords(state: CaseState, id: string, person?: string): CaseState {
  const subject = state.requests.get(id)?.subject
  const unit = subject && state.units.get(subject.name)
  const queue = subject && state.queues.get(subject.name)
  if (subject === undefined || unit?.released !== undefined) return state
  const isLeft = (word: { readonly person: string; readonly request?: string }): boolean =>
    word.request !== id || (person !== undefined && word.person !== person)
  if (subject.kind === 'unit' && unit !== undefined) {
    const approvals = unit.approvals.filter(isLeft)
    return { ...state, units: put(state.units, subject.name, { ...unit, approvals }) }
  }
  if (subject.kind === 'override' && unit?.override?.request === id) {
    const { override: _override, ...rest } = unit
    return { ...state, units: put(state.units, subject.name, rest) }
  }
  if (subject.kind !== 'queue' || queue === undefined) return state
  const votes = [...queue.votes].map(
    ([facts, said]) => [facts, new Map([...said].filter(([, vote]) => isLeft(vote)))] as const,
  )
  return { ...state, queues: put(state.queues, subject.name, { ...queue, votes: new Map(votes) }) }
}

function withdrawn(state: CaseState, event: EventOf<'approval.withdrawn'>, at: string): CaseState {
  const { request: id, person, reason, whole } = event
  const request = state.requests.get(id)
  if (request === undefined || request.withdrawn !== undefined) return state
  if (whole) {
    return withoutWords(withRequest(state, { ...request, withdrawn: { by: person, reason, at } }), id)
  }
  // An objection ends a request; it is not taken back.
  if (!request.given.some((word) => word.person === person && word.verdict === 'approve')) return state
  const given = request.given.filter((word) => word.person !== person)
  return withoutWords(withRequest(state, { ...request, given }), id, person)
}

function overridden(state: CaseState, event: EventOf<'override.recorded'>, at: string): CaseState {
  const request = state.requests.get(event.request)
  const content = overrideContentOf(request?.content)
  const unit = state.units.get(event.unit)
  if (request === undefined || content === undefined || unit === undefined) return state
  const { facts, skips, until, alone } = content
  const isAsked =
    request.subject.kind === 'override' &&
    request.subject.name === event.unit &&
    facts === event.facts &&
    until === event.until &&
    alone === event.alone &&
    skips.join() === event.skips.join() &&
    statusOf(state, request, at) === 'approved' &&
    (alone !== true || Date.parse(at) - Date.parse(request.at) >= aloneAfterMs)
  if (!isAsked) return state
  const { type: _type, ...override } = event
  const people = approvalsIn(state, request).map(({ person }) => person)
  return {
    ...state,
    units: put(state.units, event.unit, { ...unit, override: { ...override, people, at } }),
  }
}
