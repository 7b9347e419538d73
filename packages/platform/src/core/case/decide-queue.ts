import { type Command, type Refusal, refusal } from './commands.ts'
import { maySign, silentRole } from './credential.ts'
import { decisionDigest, isDecisionSignedBy } from './decision.ts'
import type { CaseEvent } from './events.ts'
import { possibleOutcomes, type UnitQueueState } from './queue.ts'
import type { QueuedGroup } from './queued-group.ts'
import type { CaseState } from './state.ts'

type DecideQueue = Extract<Command, { command: 'decideQueue' }>

/** A person's decision about groups of one unit and one class. Refuses whatever nobody may decide. */
export function decideQueue(state: CaseState, command: DecideQueue): readonly CaseEvent[] | Refusal {
  const { command: _command, person, ...said } = command
  const queue = state.queues.get(said.unit)
  if (!state.units.has(said.unit) || queue === undefined) return noQueue(state, said.unit)
  const approver = state.approvers.get(person)
  if (approver === undefined) {
    return refusal(
      'unknown-approver',
      `${person} is not registered as approver.`,
      'Register the person and the key first.',
    )
  }
  const wrong = refusedDecision(state, said)
  if (wrong !== undefined) return wrong
  const { role, keyId } = approver
  if (!maySign(role)) return silentRole(person, role)
  const { signature, ...decision } = said
  const signed = { case: state.id, ...decision, person, role }
  if (!isDecisionSignedBy(signed, signature, approver)) {
    return refusal(
      'wrong-signature',
      `The signature is not that of ${person}.`,
      'Sign with the registered key.',
    )
  }
  const isInForce = said.facts.every(
    (digest) => queue.votes.get(digest)?.get(person)?.outcome === said.outcome,
  )
  // Twice in a row changes nothing; after another word of the same person it would take that back.
  if (queue.said.has(decisionDigest(signed)) && !isInForce) {
    return refusal(
      'already-approved',
      `${person} said exactly this already; a signature counts once.`,
      'To come back to an earlier decision, sign it anew with a reason of its own.',
    )
  }
  return [{ type: 'unit.decided', ...decision, person, role, keyId, signature }]
}

type Said = Pick<DecideQueue, 'unit' | 'class' | 'outcome' | 'facts' | 'rule'>

/** Why nobody may decide this; undefined when people may, whoever they are. */
export function refusedDecision(state: CaseState, said: Said): Refusal | undefined {
  const queue = state.queues.get(said.unit)
  if (!state.units.has(said.unit) || queue === undefined) return noQueue(state, said.unit)
  return wrongGroups(queue, said) ?? wrongRule(queue, said)
}

function wrongGroups(queue: UnitQueueState, { facts, outcome, class: one }: Said): Refusal | undefined {
  const groups = facts.map((digest) => queue.groups.get(digest))
  if (facts.length === 0 || groups.some((group) => group === undefined || group.class !== one)) {
    return refusal(
      'wrong-content',
      'A group is not in the queue that the case holds, or not of that class.',
      'Make the queue again, look at it, and decide on what is known now.',
    )
  }
  const known = groups.filter((group) => group !== undefined)
  const forbidden = known.find((group) => !possibleOutcomes(group).includes(outcome))
  return forbidden === undefined ? undefined : impossible(forbidden, outcome)
}

function impossible(group: QueuedGroup, outcome: string): Refusal {
  const possible = `Possible: ${possibleOutcomes(group).join(', ')}.`
  if (group.held?.verdict === 'infected') {
    return refusal(
      'forbidden-outcome',
      'What a scanner calls infected is never released, whoever signs.',
      `${possible} The unit goes back without it.`,
    )
  }
  if (group.held !== undefined && outcome === 'release') {
    return refusal(
      'forbidden-outcome',
      `No engine has judged this content (${group.held.cause}); what is not scanned is not released.`,
      `Start the run again: it tries what can be tried. ${possible}`,
    )
  }
  return refusal('forbidden-outcome', `"${outcome}" cannot be decided about this group.`, possible)
}

/** Programs, rules and what was held back are looked at one by one. */
function wrongRule({ groups }: UnitQueueState, { rule, class: one, facts }: Said): Refusal | undefined {
  const isHeld = facts.some((digest) => groups.get(digest)?.held !== undefined)
  if (one < 'N5' && !isHeld) return undefined
  if (rule === undefined && facts.length === 1) return undefined
  return refusal(
    'forbidden-outcome',
    'Programs, rules of mail and databases, and what was held back are decided one by one.',
    'Look at each group and decide about it alone.',
  )
}

function noQueue(state: CaseState, unit: string): Refusal {
  return refusal(
    'unknown-unit',
    `The case has no queue of "${unit}".`,
    `It has queues of: ${[...state.queues.keys()].join(', ') || 'nobody'}. Make one with "anlauf recover queue make".`,
  )
}
