import type { ClockEvent } from '../log/clock-event.ts'
import { type ClockLog, dueName } from '../log/clock-log.ts'
import type { Clock, RunningDue } from './clock.ts'
import { clockFor, clocksOf, dutiesIn } from './clocks-of.ts'

/**
 * What has to be said about the clocks of a case at a moment and was not said yet. Each due time is announced once as
 * approaching and once as missed, whoever looks and however often; after a long silence only what is true now. A clock
 * of the machine that jumps back takes nothing back and repeats nothing. Pure.
 */
export function announcements(log: ClockLog, now: Temporal.Instant): readonly ClockEvent[] {
  const news = clocksOf(log, now).filter((clock) => isNews(log, clock))
  return [...Map.groupBy(news, groupOf).values()].map((group): ClockEvent => {
    const [{ duty, state }] = group as [TimedClock, ...TimedClock[]]
    return {
      type: state.kind === 'missed' ? 'clock.missed' : 'clock.approaching',
      duty: duty.id,
      ...tenantsOfGroup(group),
      due: state.due.toString(),
      dueBy: state.dueBy,
    }
  })
}

/** Clocks that the submission of a duty has started for these tenants: their own periods, by proven receipt. */
export function derivedClocks(
  log: ClockLog,
  from: string,
  tenants: readonly (string | undefined)[],
  now: Temporal.Instant,
): readonly ClockEvent[] {
  const started = dutiesIn(log).filter(
    ({ clock, per }) =>
      per === 'tenant' &&
      clock.kind === 'period' &&
      clock.limits.some(({ start }) => start.kind === 'met' && start.duty === from),
  )
  const clocks = started
    .flatMap((duty) => tenants.map((tenant) => clockFor(log, duty, tenant, now)))
    .filter(isTimed)
  return [...Map.groupBy(clocks, groupOf).values()].map((group): ClockEvent => {
    const [{ duty, state }] = group as [TimedClock, ...TimedClock[]]
    return {
      type: 'clock.derived',
      duty: duty.id,
      ...tenantsOfGroup(group),
      from,
      startedAt: state.startedAt.toString(),
      due: state.due.toString(),
      dueBy: state.dueBy,
    }
  })
}

type TimedClock = Clock & { readonly state: Timed }

type Timed = { readonly kind: 'running' | 'approaching' | 'missed' } & RunningDue

function isTimed(clock: Clock): clock is TimedClock {
  return ['running', 'approaching', 'missed'].includes(clock.state.kind)
}

function isNews(log: ClockLog, clock: Clock): clock is TimedClock {
  if (!isTimed(clock) || clock.state.kind === 'running') return false
  const said = log.announced.get(dueName(clock.duty.id, clock.tenant, clock.state.due.toString()))
  return said === undefined || (said === 'approaching' && clock.state.kind === 'missed')
}

function groupOf({ duty, state }: TimedClock): string {
  return [duty.id, state.kind, state.startedAt.toString(), state.due.toString()].join(' ')
}

function tenantsOfGroup(group: readonly Clock[]): { readonly tenants?: readonly string[] } {
  const tenants = group.flatMap(({ tenant }) => tenant ?? [])
  return tenants.length === 0 ? {} : { tenants }
}
