import { exerciseEnd } from '../../case/index.ts'
import { canonicalJson, type Json } from '../../evidence/index.ts'
import { type ContractNotice, type DutyEvent, type LegalProfile, nearest } from '../../estate/index.ts'
import { AnlaufError } from '../../failure.ts'
import type { Duty } from '../duty.ts'
import type { ClockEvent } from '../log/clock-event.ts'
import { type ClockLog, clockName, countingSignatures, roundOf, withClockEvent } from '../log/clock-log.ts'
import { isStatementSignedBy, type Statement, statementName } from '../log/statement.ts'
import type { Clock } from './clock.ts'
import { clockFor, dutiesIn, tenantsOf } from './clocks-of.ts'
import { repeatable } from './start-times.ts'
import { announcements, derivedClocks } from './tick.ts'

/** What somebody wants to record about clocks. Times are UTC with milliseconds. */
export type ClockCommand =
  | {
      readonly command: 'profile'
      readonly profile: LegalProfile
      readonly contracts: readonly ContractNotice[]
    }
  | {
      readonly command: 'start'
      readonly event: DutyEvent
      readonly occurredAt: string
      readonly dueBy?: string
    }
  | {
      readonly command: 'meet'
      readonly duty: string
      /** Several are told by one act. */
      readonly tenants?: readonly string[]
      readonly metAt: string
      readonly proof: string
      readonly reference?: string
      readonly payload?: string
      readonly delayReason?: string
    }
  | {
      readonly command: 'sign'
      readonly statement: Statement
      readonly reason: string
      readonly person: string
      readonly signature: string
    }
  | {
      readonly command: 'reopen'
      readonly duty: string
      readonly tenant?: string
      readonly reason: string
    }
  /** Time went by. */
  | { readonly command: 'tick' }

/** The events of a command. Throws `input-invalid` or `not-found` for what the case does not allow. Pure. */
export function decideClock(
  log: ClockLog,
  command: ClockCommand,
  now: Temporal.Instant,
): readonly ClockEvent[] {
  // A chain without a declared case has no clocks; who watches all of them need not know which is which.
  // Nothing becomes due in an exercise that is over, however much later somebody looks.
  const isQuiet = log.case.status === 'none' || exerciseEnd(log.case) !== undefined
  if (command.command === 'tick') return isQuiet ? [] : announcements(log, now)
  if (log.case.status === 'none') refuse('No case was declared.', 'Declare the case first.')
  switch (command.command) {
    case 'profile':
      return profile(log, command)
    case 'start':
      return start(log, command, now)
    case 'meet':
      return meet(log, command, now)
    case 'sign':
      return [signed(log, command, now)]
    case 'reopen':
      return [reopened(log, command)]
  }
}

type Of<Name extends ClockCommand['command']> = Extract<ClockCommand, { readonly command: Name }>

function profile(log: ClockLog, { profile: legal, contracts }: Of<'profile'>): readonly ClockEvent[] {
  const same = (one: unknown, other: unknown): boolean =>
    canonicalJson(one as Json) === canonicalJson(other as Json)
  const known = log.profiles.at(-1)
  if (known !== undefined && same(known, legal) && same(log.contracts, contracts)) return []
  return [{ type: 'clock.profiled', profile: legal, contracts }]
}

function start(log: ClockLog, command: Of<'start'>, now: Temporal.Instant): readonly ClockEvent[] {
  const { command: _command, ...fact } = command
  refuseFuture(fact.occurredAt, now)
  const known = log.occurrences.get(fact.event) ?? []
  const [first] = known
  if (first !== undefined && !repeatable.has(fact.event)) {
    refuse(
      `"${fact.event}" is recorded already, for ${first.occurredAt}.`,
      'A start is moved by two signatures only: give the time again with --reason, --person and --key.',
    )
  }
  if (known.some(({ occurredAt }) => occurredAt === fact.occurredAt)) {
    refuse(`"${fact.event}" is recorded already for this time.`, 'Nothing has to be done.')
  }
  if (fact.dueBy !== undefined && fact.dueBy <= fact.occurredAt) {
    refuse('The answer would be due before the request.', 'Check --at and --due.')
  }
  return [{ type: 'clock.started', ...fact }]
}

function meet(log: ClockLog, command: Of<'meet'>, now: Temporal.Instant): readonly ClockEvent[] {
  const { metAt, proof, reference, payload, delayReason } = command
  refuseFuture(metAt, now)
  const duty = dutyNamed(log, command.duty)
  if (duty.clock.kind === 'none') {
    refuse(`${duty.id} is a rule without a time.`, 'There is nothing to record for it here.')
  }
  const tenants = named(log, duty, command.tenants)
  const met = tenants.map((tenant): ClockEvent => {
    const event: ClockEvent = {
      type: 'clock.met',
      duty: duty.id,
      ...(tenant !== undefined && { tenant }),
      metAt,
      proof,
      ...(reference !== undefined && { reference }),
      ...(payload !== undefined && { payload }),
      ...(delayReason !== undefined && { note: delayReason }),
    }
    refuseUnfit(
      clockFor(log, duty, tenant, now),
      clockFor(withClockEvent(log, event, metAt), duty, tenant, now),
      event,
    )
    return event
  })
  const after = met.reduce((next, event) => withClockEvent(next, event, metAt), log)
  return [...met, ...derivedClocks(after, duty.id, tenants, now)]
}

function refuseUnfit(before: Clock, after: Clock, event: ClockEvent): void {
  const name = clockName(before.duty.id, before.tenant)
  if (before.state.kind === 'notApplicable' && before.state.signed !== undefined) {
    refuse(`${name} was signed as not applicable.`, 'Reopen it first: anlauf clocks reopen.')
  }
  if (before.state.kind === 'met' && before.duty.repeats !== true) {
    refuse(
      `${name} was met already, at ${before.state.submission.metAt}.`,
      'If that was wrong, reopen it first: anlauf clocks reopen.',
    )
  }
  const { state } = after
  const isLate = state.kind === 'met' && state.late && state.due?.dueBy !== 'target'
  if (isLate && !('note' in event)) {
    refuse(
      `${name} was due ${state.due?.due.toString()} and comes late.`,
      'Say why with --delay-reason: the report has to give the reasons too.',
    )
  }
}

function signed(log: ClockLog, command: Of<'sign'>, now: Temporal.Instant): ClockEvent {
  const { statement, reason, person, signature } = command
  refuseIdle(log, statement, now)
  const approver = log.case.approvers.get(person)
  if (approver === undefined) {
    refuse(
      `${person} is not registered as approver.`,
      `Registered: ${[...log.case.approvers.keys()].join(', ') || 'nobody yet'}. Register with "anlauf case approver".`,
    )
  }
  const { role, keyId, publicKey } = approver
  if (statement.round !== roundOf(log, statement)) {
    refuse('The case went on since this was signed.', 'Look at the clock again and sign what holds now.')
  }
  if (!isStatementSignedBy({ case: log.case.id, statement, reason, person, role }, signature, publicKey)) {
    refuse(`The signature is not that of ${person}.`, 'Sign with the registered key.')
  }
  const known = countingSignatures(log, log.proposals.get(statementName(statement, reason)))
  if (known.some((other) => other.person === person || other.keyId === keyId)) {
    refuse(`${person}, or the same key, signed this already.`, 'A second person with an own key has to sign.')
  }
  return { type: 'clock.signed', statement, person, role, keyId, signature, note: reason }
}

/** Refuses to sign what would change nothing. */
function refuseIdle(log: ClockLog, statement: Statement, now: Temporal.Instant): void {
  if (statement.kind === 'redate') {
    const { event, occurredAt } = statement
    refuseFuture(occurredAt, now)
    if (repeatable.has(event)) refuse(`"${event}" can be recorded again instead.`, 'Leave out --person.')
    if (!log.occurrences.has(event)) {
      refuse(`"${event}" was not recorded yet.`, 'Record it first, without --person.')
    }
    return
  }
  const duty = dutyNamed(log, statement.duty)
  const [tenant] = named(log, duty, statement.tenant === undefined ? undefined : [statement.tenant])
  const { state } = clockFor(log, duty, tenant, now)
  if (state.kind === 'met') refuse(`${duty.id} is met.`, 'Nothing has to be signed.')
  if (state.kind === 'notApplicable') {
    refuse(`${duty.id} does not apply already: ${state.because.en}.`, 'Nothing has to be signed.')
  }
}

function reopened(log: ClockLog, { duty: id, tenant, reason }: Of<'reopen'>): ClockEvent {
  const duty = dutyNamed(log, id)
  named(log, duty, tenant === undefined ? undefined : [tenant])
  const name = clockName(duty.id, tenant)
  const isSettled =
    log.submissions.has(name) ||
    [...log.proposals.values()].some(
      ({ statement }) =>
        statement.kind === 'notApplicable' && clockName(statement.duty, statement.tenant) === name,
    )
  if (!isSettled) refuse(`${name} is open.`, 'Nothing has to be reopened.')
  return { type: 'clock.reopened', duty: duty.id, ...(tenant !== undefined && { tenant }), note: reason }
}

/** The duty of an id. Throws `not-found` with the nearest one. */
export function dutyNamed(log: ClockLog, id: string): Duty {
  const known = dutiesIn(log)
  const found = known.find((duty) => duty.id === id)
  if (found !== undefined) return found
  const guess = nearest(
    id,
    known.map((duty) => duty.id),
  )
  throw new AnlaufError('not-found', `There is no duty "${id}".`, {
    hint: guess === undefined ? 'See them all with "anlauf clocks list --all".' : `Did you mean "${guess}"?`,
  })
}

/** The tenants of a command: named where every tenant has its own clock, and nowhere else. */
function named(
  log: ClockLog,
  duty: Duty,
  tenants: readonly string[] | undefined,
): readonly (string | undefined)[] {
  const known = tenantsOf(log, duty)
  if (duty.per === 'case') {
    if (tenants !== undefined) refuse(`${duty.id} has one clock for the case.`, 'Leave out --tenant.')
    return known
  }
  if (duty.per === 'request') {
    refuse(`${duty.id} has a clock for every request of a person.`, 'See them: anlauf inquiry requests.')
  }
  if (tenants === undefined || tenants.length === 0) {
    refuse(`${duty.id} has a clock for every tenant.`, 'Name the tenants with --tenant.')
  }
  for (const tenant of tenants) {
    if (!known.includes(tenant)) {
      throw new AnlaufError('not-found', `${duty.id} has no clock for a tenant "${tenant}".`, {
        hint: `It has: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ' …' : ''}.`,
      })
    }
  }
  return [...new Set(tenants)]
}

function refuseFuture(time: string, now: Temporal.Instant): void {
  if (Temporal.Instant.compare(Temporal.Instant.from(time), now) <= 0) return
  refuse(`${time} has not come yet.`, 'Record what happened, when it happened; check the zone of the time.')
}

function refuse(message: string, hint: string): never {
  throw new AnlaufError('input-invalid', message, { hint })
}
