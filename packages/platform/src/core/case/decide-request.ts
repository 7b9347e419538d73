import { maxApprovalMs, unitContentHash } from './approval.ts'
import type { ApprovalRequest } from './approval-request.ts'
import { approvalsIn, isApprovedAt, requestsOf, statusOf } from './request-status.ts'
import { type Refusal, refusal } from './commands.ts'
import { refusedDecision } from './decide-queue.ts'
import type { CaseEvent, EventOf } from './events.ts'
import { evolve } from './evolve.ts'
import type { IdentityCommand } from './identity-commands.ts'
import { lettersOf } from './letters-content.ts'
import { aloneAfterMs, isInstant, maxOverrideMs, overrideContentOf } from './override.ts'
import { signaturesNeeded } from './queue.ts'
import { contentHash, queueContentOf } from './queue-content.ts'
import type { CaseState } from './state.ts'
import { wordProblem } from './word-problem.ts'

type Decision = readonly CaseEvent[] | Refusal
type Of<Name extends IdentityCommand['command']> = Extract<IdentityCommand, { readonly command: Name }>

/** Asks for signatures on exactly one content. What the case knows itself it compares; it never asks for less than it needs. */
export function requestApproval(state: CaseState, command: Of<'requestApproval'>, at: string): Decision {
  const { command: _command, ...asked } = command
  const problem =
    formProblem(state, asked, at) ?? contentProblem(state, asked, at) ?? openTwin(state, asked, at)
  return problem ?? [{ type: 'approval.requested', ...asked, exercise: state.exercise }]
}

type Asked = Omit<Of<'requestApproval'>, 'command'>

function formProblem(
  state: CaseState,
  { request, expiresAt, reason, quorum, roles, distinctRoles }: Asked,
  at: string,
) {
  if (state.requests.has(request) || !/^[A-Za-z0-9_-]{16,64}$/.test(request)) {
    return bad('The request has no name of its own.', 'Take a new random one.')
  }
  const lasts = Date.parse(expiresAt) - Date.parse(at)
  if (!isInstant(expiresAt) || !(lasts > 0 && lasts <= maxApprovalMs)) {
    return bad('The request ends in the past, or in more than 72 hours.', 'Choose an end within that.')
  }
  if (reason.trim() === '') return bad('Nobody said why this is asked for.', 'Give a reason; it is kept.')
  const able = distinctRoles === true ? new Set(roles).size : Infinity
  if (!Number.isInteger(quorum) || quorum < 1 || quorum > 10 || quorum > able) {
    return bad(
      `${quorum} people cannot sign this.`,
      'Ask for one to ten; with one for each role, for as many roles.',
    )
  }
  return undefined
}

function contentProblem(state: CaseState, asked: Asked, at: string): Refusal | undefined {
  const { subject, quorum } = asked
  switch (subject.kind) {
    case 'unit':
      return unitProblem(state, asked, asked.contentHash) ?? few(quorum, 2)
    case 'queue':
      return queueProblem(state, asked)
    case 'override':
      return overrideProblem(state, asked, at)
    case 'stage':
    case 'update':
    case 'content':
    case 'filing':
    case 'fact':
    case 'findings':
    case 'claim':
      return /^[0-9a-f]{64}$/.test(asked.contentHash)
        ? undefined
        : bad('The content has no hash.', 'Give its SHA-256 in hex.')
    case 'letters':
      return lettersOf(asked) === undefined
        ? bad('The letters have not the form or the hash that they must have.', 'List each tenant once.')
        : few(quorum, 2)
  }
}

function unitProblem(state: CaseState, { subject }: Asked, hash: unknown): Refusal | undefined {
  const unit = state.units.get(subject.name)
  if (unit === undefined) {
    return refusal(
      'unknown-unit',
      `The case has no unit "${subject.name}".`,
      `It has: ${[...state.units.keys()].join(', ')}.`,
    )
  }
  if (unit.scanned === undefined) {
    return refusal('out-of-order', `${subject.name} was not scanned yet.`, 'First: restore, verify, scan.', [
      'scan',
    ])
  }
  if (unit.released !== undefined) {
    return refusal('out-of-order', `${subject.name} is released.`, 'Nothing has to be signed.')
  }
  if (hash === unitContentHash(state.id, unit)) return undefined
  return refusal(
    'wrong-content',
    `What is asked for is not what is known of ${subject.name} now.`,
    'Look at the present facts and ask for those.',
  )
}

function queueProblem(
  state: CaseState,
  { subject, content, contentHash: hash, quorum }: Asked,
): Refusal | undefined {
  const decision = queueContentOf(content)
  if (decision === undefined || content === undefined || hash !== contentHash(content)) {
    return bad(
      'The decision has not the form it must have.',
      'Send class, outcome, facts and reason, and their hash.',
    )
  }
  const refused = refusedDecision(state, { unit: subject.name, ...decision })
  if (refused !== undefined) return refused
  const groups = state.queues.get(subject.name)?.groups
  const needed = decision.facts.map((digest) => {
    const group = groups?.get(digest)
    return group === undefined ? 2 : signaturesNeeded(group, decision.outcome)
  })
  return few(quorum, Math.max(...needed))
}

function overrideProblem(state: CaseState, asked: Asked, at: string): Refusal | undefined {
  const content = overrideContentOf(asked.content)
  if (
    content === undefined ||
    asked.content === undefined ||
    asked.contentHash !== contentHash(asked.content)
  ) {
    return bad(
      'An override names the facts of the unit, what is skipped ("isolation", "rules", "secondPerson"), and until when.',
      'What a scanner called infected, or did not judge, cannot be skipped.',
    )
  }
  const lasts = Date.parse(content.until) - Date.parse(at)
  if (!(lasts > 0 && lasts <= maxOverrideMs)) {
    return bad(
      'An override lasts four hours at most.',
      'Choose an end within that, and ask again when it is over.',
    )
  }
  return unitProblem(state, asked, content.facts) ?? few(asked.quorum, content.alone === true ? 1 : 2)
}

function few(quorum: number, needed: number): Refusal | undefined {
  return quorum >= needed ? undefined : bad(`This needs ${needed} people.`, `Ask for ${needed} signatures.`)
}

function openTwin(state: CaseState, asked: Asked, at: string): Refusal | undefined {
  const twin = requestsOf(state, asked.subject, asked.contentHash).find(
    (request) => statusOf(state, request, at) === 'open',
  )
  return twin === undefined
    ? undefined
    : refusal('already-requested', 'Exactly this is asked for already.', `Sign the request ${twin.request}.`)
}

function bad(message: string, hint: string): Refusal {
  return refusal('bad-request', message, hint)
}

/** One person's signed word. With the last one that an override needs, the gate is held open. */
export function signRequest(state: CaseState, command: Of<'signRequest'>, at: string): Decision {
  const { command: _command, ...word } = command
  const problem = wordProblem(state, word, at) ?? tooEarlyAlone(state, word, at)
  if (problem !== undefined) return problem
  const given: CaseEvent = { type: 'approval.given', ...word }
  const after = evolve(state, given, at)
  const override = overrideOf(after, after.requests.get(word.request), at)
  return override === undefined ? [given] : [given, override]
}

function tooEarlyAlone(
  state: CaseState,
  { request: id, verdict }: { request: string; verdict: string },
  at: string,
) {
  const request = state.requests.get(id)
  const isAlone = request?.subject.kind === 'override' && overrideContentOf(request.content)?.alone === true
  if (request === undefined || !isAlone || verdict === 'reject') return undefined
  const waited = Date.parse(at) - Date.parse(request.at)
  if (waited >= aloneAfterMs) return undefined
  return refusal(
    'request-over',
    'One person alone counts only after everybody else had 15 minutes to answer.',
    `Call the others; if nobody answers, sign in ${Math.ceil((aloneAfterMs - waited) / 60_000)} minutes.`,
  )
}

function overrideOf(
  state: CaseState,
  request: ApprovalRequest | undefined,
  at: string,
): EventOf<'override.recorded'> | undefined {
  const content = overrideContentOf(request?.content)
  if (request?.subject.kind !== 'override' || content === undefined) return undefined
  const { subject, contentHash: hash, quorum, request: id, reason } = request
  if (!isApprovedAt(state, subject, hash, { at, quorum })) return undefined
  const people = approvalsIn(state, request).map(({ person }) => person)
  const { facts, skips, until, alone } = content
  return {
    type: 'override.recorded',
    unit: subject.name,
    request: id,
    facts,
    skips,
    people,
    ...(alone && { alone }),
    reason,
    until,
  }
}

/** Takes a word, or a whole request, back. It makes nothing possible, so no signature is needed. */
export function withdrawApproval(state: CaseState, command: Of<'withdrawApproval'>): Decision {
  const { command: _command, ...fact } = command
  const request = state.requests.get(fact.request)
  if (request === undefined || request.withdrawn !== undefined) {
    return refusal('unknown-request', 'There is no such request, or it was withdrawn.', 'See the open ones.')
  }
  const isOwn = request.given.some(({ person, verdict }) => person === fact.person && verdict === 'approve')
  if (!fact.whole && !isOwn) {
    return refusal(
      'unknown-approver',
      `${fact.person} approved nothing in this request.`,
      'Nothing has to be taken back; an objection stands.',
    )
  }
  return [{ type: 'approval.withdrawn', ...fact }]
}
