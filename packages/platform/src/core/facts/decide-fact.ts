import type { Approver } from '../case/index.ts'
import type { Estate } from '../estate/index.ts'
import { AnlaufError } from '../failure.ts'
import { namedCustomer } from '../updates/index.ts'
import { factHash, factId, type StatedFact, tenantOfScope, withdrawalHash } from './fact.ts'
import type { FactEvent } from './fact-event.ts'
import { type FactLog, standingFacts } from './fact-log.ts'
import type { Field } from './field.ts'
import { fieldNamed } from './fields/index.ts'
import { rolesFor } from './roles.ts'
import { isFactSignedBy, type KnownFact } from './signed-fact.ts'
import { maxLineLength, valueProblem } from './value-problem.ts'

/** What somebody wants to say of the facts. */
export type FactCommand =
  | {
      readonly command: 'state'
      readonly fact: StatedFact
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'withdraw'
      readonly fact: string
      readonly reason: string
      readonly person: string
      readonly signature: string
    }

export interface FactCircumstances {
  /** Undefined where nobody named it: then nobody looks for names of customers. */
  readonly estate?: Estate
  readonly now: Date
}

/** A case of months with a thousand tenants; a sheet of more could not be read by anybody. */
export const maxFacts = 20_000
/** Of one question; who restates it every hour for a week stays below. */
export const maxRestatements = 200
const maxEvidence = 100

/** The events of a command. Throws `input-invalid` or `not-found` for what the case does not allow. Pure. */
export function decideFact(
  log: FactLog,
  command: FactCommand,
  circumstances: FactCircumstances,
): readonly FactEvent[] {
  if (log.case.status === 'none') refuse('No case was declared.', 'Declare the case first.')
  return command.command === 'state' ? state(log, command, circumstances) : withdraw(log, command)
}

type Of<Name extends FactCommand['command']> = Extract<FactCommand, { readonly command: Name }>

/** Everything about an answer but who signs it. Throws `input-invalid` or `not-found`. */
export function checkFact(log: FactLog, fact: StatedFact, { estate, now }: FactCircumstances): Field {
  if (log.case.status === 'none') refuse('No case was declared.', 'Declare the case first.')
  const field = fieldNamed(fact.field)
  refuseUnfit(field, fact, now)
  refuseScope(log, field, fact)
  refuseNames(fact, estate)
  if (log.stated.has(factId(factHash(log.case.id, fact)))) {
    refuse('Exactly this was stated already.', 'Nothing has to be done.')
  }
  refuseConflict(log, fact)
  if (log.stated.size >= maxFacts) {
    refuse(
      `The case has ${maxFacts} facts already.`,
      'State what changed only; details belong into evidence.',
    )
  }
  return field
}

function state(
  log: FactLog,
  { fact, person, signature }: Of<'state'>,
  circumstances: FactCircumstances,
): readonly FactEvent[] {
  const field = fieldNamed(fact.field)
  const { role, keyId } = approverNamed(log, person)
  const roles = rolesFor(field)
  if (!roles.includes(role)) {
    refuse(`${person} (${role}) may not state ${fact.field}.`, `It is stated by: ${roles.join(', ')}.`)
  }
  checkFact(log, fact, circumstances)
  const hash = factHash(log.case.id, fact)
  const signed = { person, role, keyId, signature }
  if (!isFactSignedBy(log.case, { verdict: 'state', contentHash: hash }, signed)) refuseSignature(person)
  return [{ type: 'fact.stated', fact, signed }]
}

function refuseUnfit(field: Field, fact: StatedFact, now: Date): void {
  if (field.from !== undefined) {
    refuse(
      `${field.id} is known by the ${field.from} and not typed.`,
      field.hint?.en ??
        (field.from === 'engine'
          ? 'It follows from the log of the case; record there what happened.'
          : 'Change the estate file; it is read from there.'),
    )
  }
  const problem = valueProblem(field, fact.value)
  if (problem !== undefined) refuse(`This is no answer to ${field.id}: ${problem}.`, howTo(field))
  const source = valueProblem({ ...field, kind: 'line' }, fact.source)
  if (source !== undefined) {
    refuse(`The source cannot be kept: ${source}.`, 'Name a report, a system or a role, in one line.')
  }
  if (fact.asOf > now.toISOString()) {
    refuse(`${fact.asOf} has not come yet.`, '"As of" is how far the knowledge reaches; check the zone.')
  }
  if (fact.evidence.length > maxEvidence || fact.evidence.some((one) => !/^[0-9a-f]{64}$/.test(one))) {
    refuse('Evidence is named by its SHA-256.', `Give up to ${maxEvidence} times 64 hexadecimal digits.`)
  }
}

function howTo({ kind, options = {}, hint }: Field): string {
  if (hint !== undefined) return hint.en
  switch (kind) {
    case 'choice':
    case 'choices':
      return `Choose of: ${Object.keys(options).join(', ')}.`
    case 'time':
      return 'Write it like 2026-11-23T03:00:00Z.'
    case 'percent':
      return 'Write it like 12.5.'
    case 'text':
    case 'line':
    case 'list':
      return 'Leave out names, addresses and numbers of people; write other addresses defanged.'
    case 'count':
    case 'minutes':
    case 'money':
    case 'yesNo':
      return 'Write digits only, or "yes" and "no".'
  }
}

function refuseScope(log: FactLog, { id, per }: Field, { scope }: StatedFact): void {
  const tenant = tenantOfScope(scope)
  if (tenant !== undefined && !log.case.units.has(tenant)) {
    throw new AnlaufError('not-found', `The case has no tenant "${tenant}".`, {
      hint: `It has: ${[...log.case.units.keys()].slice(0, 20).join(', ')}.`,
    })
  }
  if (per === 'holder' && scope === 'all') {
    refuse(
      `${id} is asked of each controller by itself.`,
      'State it for our own data with --own, or for one tenant with --tenant.',
    )
  }
  if (per === 'incident' && scope === 'own') {
    refuse(`${id} is the same for everybody.`, 'Leave out --own; a finer answer for one tenant has --tenant.')
  }
}

/** What is said about all or about our own house names no customer; of a tenant's facts, no other one. */
function refuseNames(fact: StatedFact, estate: Estate | undefined): void {
  if (estate === undefined) return
  const reader = tenantOfScope(fact.scope)
  const name = namedCustomer([...textsOf(fact.value), fact.source], estate, { reader })
  if (name !== undefined) {
    refuse(
      `"${name}" tells who one of the customers is.`,
      'Facts about one customer are stated with --tenant and go to nobody else.',
    )
  }
}

export function textsOf(value: StatedFact['value']): readonly string[] {
  if (typeof value === 'string') return [value]
  if (typeof value !== 'object') return []
  return Object.values(value).filter((text) => typeof text === 'string')
}

/** Two answers of one time would leave to chance which one holds. */
function refuseConflict(log: FactLog, fact: StatedFact): void {
  const { field, scope, supersedes } = fact
  const sameQuestion = [...log.stated.values()].filter((one) => one.field === field && one.scope === scope)
  if (sameQuestion.length >= maxRestatements) {
    refuse(
      `${field} was stated ${maxRestatements} times.`,
      'Take back what does not hold; somebody should look at this question.',
    )
  }
  if (supersedes !== undefined && !sameQuestion.some(({ id }) => id === supersedes)) {
    throw new AnlaufError('not-found', `There is no fact "${supersedes}" for ${field} in this scope.`, {
      hint: `Known: ${sameQuestion.map(({ id }) => id).join(', ') || 'none'}. See "anlauf fact history".`,
    })
  }
  const standing = standingFacts(log).filter((one) => one.field === field && one.scope === scope)
  const twin = standing.find(({ id, asOf }) => asOf === fact.asOf && id !== supersedes)
  if (twin !== undefined) {
    refuse(
      `${field} was stated otherwise with the same "as of".`,
      `Give a later --as-of, or say that it takes its place: --supersedes ${twin.id}.`,
    )
  }
}

/** The fact that is to be taken back. Throws `input-invalid` or `not-found`. */
export function checkWithdrawal(log: FactLog, id: string, reason: string): KnownFact {
  const known = log.stated.get(id)
  if (known === undefined) {
    throw new AnlaufError('not-found', `There is no fact "${id}".`, {
      hint: 'See the ids with "anlauf fact list".',
    })
  }
  if (log.withdrawn.has(id)) refuse('It was taken back already.', 'Nothing has to be done.')
  if (reason.trim() === '' || reason.length > maxLineLength) {
    refuse('The reason is empty or too long.', `Write one line of at most ${maxLineLength} characters.`)
  }
  return known
}

function withdraw(
  log: FactLog,
  { fact: id, reason, person, signature }: Of<'withdraw'>,
): readonly FactEvent[] {
  const known = checkWithdrawal(log, id, reason)
  const { role, keyId } = approverNamed(log, person)
  const roles = rolesFor(fieldNamed(known.field))
  if (!roles.includes(role)) {
    refuse(`${person} (${role}) may not take back ${known.field}.`, `It is done by: ${roles.join(', ')}.`)
  }
  const signed = { person, role, keyId, signature }
  const contentHash = withdrawalHash(known.hash, reason)
  if (!isFactSignedBy(log.case, { verdict: 'withdraw', contentHash }, signed)) refuseSignature(person)
  return [{ type: 'fact.withdrawn', fact: id, reason, signed }]
}

function approverNamed(log: FactLog, person: string): Approver {
  const found = log.case.approvers.get(person)
  if (found === undefined) {
    refuse(
      `${person} is not registered as approver.`,
      `Registered: ${[...log.case.approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    )
  }
  return found
}

function refuseSignature(person: string): never {
  refuse(`The signature is not that of ${person}.`, 'Sign with the registered key.')
}

function refuse(message: string, hint: string): never {
  throw new AnlaufError('input-invalid', message, { hint })
}
