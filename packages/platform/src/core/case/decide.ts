import { isEndInTime, isSignedBy, unitContentHash } from './approval.ts'
import { maySign, silentRole } from './credential.ts'
import { registerApprover, registerCredential, revokeKey } from './decide-identity.ts'
import { decideQueue } from './decide-queue.ts'
import { requestApproval, signRequest, withdrawApproval } from './decide-request.ts'
import { type Command, type FactCommand, type Refusal, refusal } from './commands.ts'
import type { CaseEvent } from './events.ts'
import { extend, reopen } from './decide-scope.ts'
import { evolve } from './evolve.ts'
import { missingForRelease } from './gate.ts'
import { missingInQueue } from './queue.ts'
import { type CaseState, inTime, type UnitState } from './state.ts'

type Decision = readonly CaseEvent[] | Refusal

/**
 * What happens when somebody wants something: events, or a refusal that names all that is missing. Pure; `at` is now,
 * and what has an end counts only when it is given.
 */
export function decide(state: CaseState, command: Command, at = ''): Decision {
  if (command.command === 'declare') return declare(state, command)
  if (state.status === 'none')
    return refusal('not-declared', 'No case was declared.', 'Declare the case first.')
  if (command.command === 'reopen') return reopen(state, command)
  if (state.status === 'closed') {
    return refusal('closed', 'The case is closed.', 'Reopen it, with a reason, or declare a new one.')
  }
  switch (command.command) {
    case 'record':
      return record(state, command.facts)
    case 'registerApprover':
      return registerApprover(state, command)
    case 'registerCredential':
      return registerCredential(state, command)
    case 'revokeKey':
      return revokeKey(state, command)
    case 'requestApproval':
      return requestApproval(state, command, at)
    case 'signRequest':
      return signRequest(state, command, at)
    case 'withdrawApproval':
      return withdrawApproval(state, command)
    case 'approve':
      return approve(state, command, at)
    case 'decideQueue':
      return decideQueue(state, command)
    case 'release':
      return release(state, command, at)
    case 'handBack':
      return handBack(state, command)
    case 'extend':
      return extend(state, command)
    case 'close':
      return [{ type: 'case.closed' }]
  }
}

function declare(
  state: CaseState,
  { command: _command, ...fact }: Extract<Command, { command: 'declare' }>,
): Decision {
  if (state.status !== 'none') {
    return refusal(
      'already-declared',
      `The case "${state.title}" is declared already.`,
      'Go on with it, or use another case id.',
    )
  }
  return [{ type: 'case.declared', ...fact }]
}

function record(state: CaseState, facts: readonly FactCommand[]): Decision {
  let current = state
  for (const fact of facts) {
    if (fact.type === 'exercise.scored' && !state.exercise) return notAnExercise(state)
    const unit = 'unit' in fact ? current.units.get(fact.unit) : undefined
    if ('unit' in fact && unit === undefined) return unknownUnit(state, fact.unit)
    const step = 'unit' in fact && unit !== undefined ? missingStep(unit, fact) : undefined
    if (step === undefined || !('unit' in fact)) {
      current = evolve(current, fact, '')
      continue
    }
    return refusal('out-of-order', `${fact.type} comes too early for ${fact.unit}.`, `First: ${step}.`, [
      step,
    ])
  }
  return facts
}

/** An exercise never becomes part of a real case. */
function notAnExercise({ title }: CaseState): Refusal {
  return refusal(
    'out-of-order',
    `"${title}" is no exercise; a score is not recorded in it.`,
    'Play exercises in a case that was declared as one.',
  )
}

/** The step that has to come before a fact; a verification or scan of other files than restored is no step. */
function missingStep(
  unit: UnitState,
  fact: Extract<FactCommand, { readonly unit: string }>,
): string | undefined {
  const isOfRestore = 'manifestDigest' in fact && fact.manifestDigest === unit.restored?.manifestDigest
  switch (fact.type) {
    case 'unit.givenOut':
      return unit.chosen?.planDigest === fact.planDigest ? undefined : 'choose exactly these restore points'
    case 'unit.restored':
      return unit.chosen === undefined ? 'choose restore points' : undefined
    case 'unit.verified':
      return isOfRestore ? undefined : 'restore exactly these files'
    case 'unit.scanned':
      return isOfRestore && unit.verified !== undefined ? undefined : 'restore and verify exactly these files'
    case 'unit.restorePointsChosen':
    case 'unit.databaseAdded':
    case 'unit.databaseRefused':
    case 'item.quarantined':
    case 'item.sentToReview':
    case 'unit.queued':
      return undefined
  }
}

function approve(state: CaseState, command: Extract<Command, { command: 'approve' }>, at: string): Decision {
  const { unit: id, contentHash, person, expiresAt, signature } = command
  const unit = state.units.get(id)
  if (unit === undefined) return unknownUnit(state, id)
  const approver = state.approvers.get(person)
  if (approver === undefined)
    return refusal(
      'unknown-approver',
      `${person} is not registered as approver.`,
      'Register the person and the key first.',
    )
  if (unit.scanned === undefined)
    return refusal('out-of-order', `${id} was not scanned yet.`, 'First: restore, verify, scan.', ['scan'])
  if (contentHash !== unitContentHash(state.id, unit)) {
    return refusal(
      'wrong-content',
      `What ${person} signed is not what is known of ${id} now.`,
      'Show the present facts and let the person sign again.',
    )
  }
  if (!isEndInTime(expiresAt, at)) {
    return refusal(
      'request-over',
      `The approval of ${person} ended already, or would count for more than 72 hours.`,
      'Sign again, with an end within the next 72 hours.',
    )
  }
  const { role, keyId } = approver
  if (!maySign(role)) return silentRole(person, role)
  if (!isSignedBy({ case: state.id, unit: id, contentHash, person, role, expiresAt }, signature, approver)) {
    return refusal(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  if (inTime(unit.approvals, at).some((approval) => approval.person === person || approval.keyId === keyId)) {
    return refusal(
      'already-approved',
      `${person}, or the same key, approved ${id} already.`,
      'A second person with an own key has to approve.',
    )
  }
  return [{ type: 'unit.approved', unit: id, contentHash, person, role, keyId, expiresAt, signature }]
}

function release(state: CaseState, command: Extract<Command, { command: 'release' }>, at: string): Decision {
  const { unit: id, manifestDigest, ruleSetDigest, files, bytes } = command
  const unit = state.units.get(id)
  if (unit === undefined) return unknownUnit(state, id)
  const missing = missingForRelease(state, unit, { manifestDigest, ruleSetDigest, files }, at)
  if (missing.length > 0) {
    return refusal('gate-closed', `${id} cannot be released.`, `Missing: ${missing.join('; ')}.`, missing)
  }
  const contentHash = unitContentHash(state.id, unit)
  const fact = { unit: id, contentHash, manifestDigest, ruleSetDigest, files, bytes }
  const { override } = unit
  const isByHand = missingForRelease(state, unit, { manifestDigest, ruleSetDigest, files }, '').length > 0
  return [{ type: 'unit.released', ...fact, ...(isByHand && override && { override: override.request }) }]
}

/** Only what the gate let out, and still stands by: any later fact about the unit takes its release back. */
function handBack(state: CaseState, command: Extract<Command, { command: 'handBack' }>): Decision {
  const { command: _command, ...fact } = command
  const unit = state.units.get(fact.unit)
  if (unit === undefined) return unknownUnit(state, fact.unit)
  const { released } = unit
  const conditions: [boolean, string][] = [
    [released !== undefined, 'a release through the gate'],
    [released?.manifestDigest === fact.manifestDigest, 'files that fit the recorded release'],
    [released?.files === fact.files, 'exactly as many files as were released'],
  ]
  const missing = [
    ...conditions.flatMap(([holds, what]) => (holds ? [] : [what])),
    ...missingInQueue(state.queues.get(fact.unit), unit),
  ]
  if (missing.length === 0) return [{ type: 'unit.handedBack', ...fact }]
  return refusal(
    'gate-closed',
    `${fact.unit} cannot be handed back.`,
    `Missing: ${missing.join('; ')}.`,
    missing,
  )
}

function unknownUnit(state: CaseState, unit: string): Refusal {
  return refusal(
    'unknown-unit',
    `The case has no unit "${unit}".`,
    `It has: ${[...state.units.keys()].join(', ')}.`,
  )
}
