import { type Applies, appliesTo } from '../applies.ts'
import { contractDuty } from '../contract-duty.ts'
import type { Duty } from '../duty.ts'
import { type ClockLog, clockName, type Proposal } from '../log/clock-log.ts'
import { duties } from '../rules/index.ts'
import type { Clock, ClockState, RunningDue } from './clock.ts'
import { latestDue, runningDue } from './running-due.ts'
import { repeatable } from './start-times.ts'

/** Every clock of a case at a moment, in the order of the duty table, contracts last. Pure: the same log, the same clocks. */
export function clocksOf(log: ClockLog, now: Temporal.Instant): readonly Clock[] {
  const proposals = Map.groupBy(log.proposals.values(), ({ statement }) =>
    statement.kind === 'redate' ? '' : clockName(statement.duty, statement.tenant),
  )
  const days = daysOf(log)
  return dutiesIn(log).flatMap((duty) => {
    const applies = applicability(log, duty, days)
    return tenantsOf(log, duty).map((tenant) => {
      const known = proposals.get(clockName(duty.id, tenant)) ?? []
      return clockOf({ log, now, duty, applies, proposals: known, ...(tenant !== undefined && { tenant }) })
    })
  })
}

/** One clock by itself: all of a large case take a while. */
export function clockFor(
  log: ClockLog,
  duty: Duty,
  tenant: string | undefined,
  now: Temporal.Instant,
): Clock {
  const name = clockName(duty.id, tenant)
  const proposals = [...log.proposals.values()].filter(
    ({ statement }) =>
      statement.kind === 'notApplicable' && clockName(statement.duty, statement.tenant) === name,
  )
  const applies = applicability(log, duty, daysOf(log))
  return clockOf({ log, now, duty, applies, proposals, ...(tenant !== undefined && { tenant }) })
}

/** The rules of law and the promises that the case knows. */
export function dutiesIn(log: ClockLog): readonly Duty[] {
  return [...duties, ...log.contracts.map(contractDuty)]
}

/** Whose clocks a duty has: one without a name, or one for each tenant. */
export function tenantsOf(log: ClockLog, duty: Duty): readonly (string | undefined)[] {
  if (duty.per === 'case') return [undefined]
  // Requests come into a chain of their own, whether or not there is a case.
  if (duty.per === 'request') return []
  const promised = log.contracts.find(({ id }) => duty.id === `contract-${id}`)?.tenants
  return [...log.case.units.keys()].filter((tenant) => promised?.includes(tenant) ?? true)
}

/** The days whose law holds: of the declaration and of every fact. A fact of another day ends no duty. */
function daysOf({ case: { declaredAt }, occurrences }: ClockLog): readonly string[] {
  const times = [...occurrences.values()].flatMap((list) => list.map(({ occurredAt }) => occurredAt))
  const days = [...times, ...(declaredAt === undefined ? [] : [declaredAt])].map((time) =>
    Temporal.Instant.from(time).toZonedDateTimeISO('Europe/Berlin').toPlainDate().toString(),
  )
  return [...new Set(days)]
}

/** A later profile can add duties; only what every profile of the case denies does not apply. */
function applicability(log: ClockLog, duty: Duty, days: readonly string[]): Applies {
  const profiles = log.profiles.length === 0 ? [{}] : log.profiles
  const answers = profiles.flatMap((profile) => days.map((day) => appliesTo(duty, profile, day)))
  const best = (kind: Applies['applies']): Applies | undefined =>
    answers.findLast(({ applies }) => applies === kind)
  return best('yes') ?? best('unknown') ?? best('no') ?? { applies: 'unknown', unanswered: [] }
}

interface One {
  readonly log: ClockLog
  readonly now: Temporal.Instant
  readonly duty: Duty
  readonly applies: Applies
  readonly tenant?: string
  readonly proposals: readonly Proposal[]
}

function clockOf(one: One): Clock {
  const { log, duty, tenant, applies, proposals } = one
  const submissions = [...(log.submissions.get(clockName(duty.id, tenant)) ?? [])].sort((a, b) =>
    a.metAt < b.metAt ? -1 : 1,
  )
  return {
    duty,
    ...(tenant !== undefined && { tenant }),
    unanswered: applies.applies === 'unknown' ? applies.unanswered : [],
    submissions,
    proposals: proposals.filter(({ holds }) => !holds),
    state: stateOf(one, submissions),
  }
}

function stateOf(one: One, submissions: Clock['submissions']): ClockState {
  const { duty, applies, proposals } = one
  const signed = proposals.find(({ holds }) => holds)
  if (signed !== undefined) {
    const because = { de: signed.reason, en: signed.reason }
    return { kind: 'notApplicable', because, signed }
  }
  if (applies.applies === 'no' && submissions.length === 0) {
    return { kind: 'notApplicable', because: applies.because }
  }
  return duty.clock.kind === 'none' ? { kind: 'noClock' } : timed(one, submissions)
}

function timed({ log, now, duty, tenant }: One, submissions: Clock['submissions']): ClockState {
  const anew = startsAnew(duty)
  const last = submissions.at(-1)
  const open = runningDue(log, duty, tenant, anew ? last?.metAt : undefined)
  if (last !== undefined && !(anew && open !== undefined)) {
    const submission = anew ? last : (submissions[0] ?? last)
    const due = runningDue(log, duty, tenant, anew ? submissions.at(-2)?.metAt : undefined)
    const late = due !== undefined && isAfter(Temporal.Instant.from(submission.metAt), due.due)
    return { kind: 'met', submission, late, ...(due !== undefined && { due }) }
  }
  if (open !== undefined) return { kind: stageOf(open, now), ...open }
  const latest = latestDue(log, duty, tenant)
  const [waitsFor] =
    duty.clock.kind === 'period' ? duty.clock.limits.map(({ start }) => start) : startsOf(duty)
  if (waitsFor === undefined) return { kind: 'noClock' }
  return { kind: 'waiting', waitsFor, ...(latest !== undefined && { latestDue: latest }) }
}

function startsOf({ clock }: Duty) {
  return clock.kind === 'prompt' || clock.kind === 'asRequested' ? [clock.start] : []
}

function startsAnew(duty: Duty): boolean {
  return startsOf(duty).some((start) => start.kind === 'event' && repeatable.has(start.event))
}

/** Approaching: three quarters of the time are gone, or the last hour has begun. */
function stageOf(
  { startedAt, due }: RunningDue,
  now: Temporal.Instant,
): 'running' | 'approaching' | 'missed' {
  if (isAfter(now, due)) return 'missed'
  const left = due.epochMilliseconds - now.epochMilliseconds
  const whole = due.epochMilliseconds - startedAt.epochMilliseconds
  return left <= whole / 4 || left <= 3_600_000 ? 'approaching' : 'running'
}

function isAfter(one: Temporal.Instant, other: Temporal.Instant): boolean {
  return Temporal.Instant.compare(one, other) > 0
}
