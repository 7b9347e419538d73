import type { LegalProfile } from '../../estate/index.ts'
import { type Due, dueOf, type StartOf } from '../due-of.ts'
import type { Duty, Start } from '../duty.ts'
import type { ClockLog } from '../log/clock-log.ts'
import { duties } from '../rules/index.ts'
import type { RunningDue } from './clock.ts'
import { eventTime, metTime } from './start-times.ts'

const byId = new Map(duties.map((duty) => [duty.id, duty]))

/** For a request that names no day: the house's own target. */
const requestTargetHours = 24

/**
 * When a duty is due in a case, or undefined while nothing has started it. `after`: what happened until then is
 * answered already.
 */
export function runningDue(
  log: ClockLog,
  duty: Duty,
  tenant: string | undefined,
  after?: string,
): RunningDue | undefined {
  const { clock } = duty
  switch (clock.kind) {
    case 'none':
    // Its clocks stand beside the case: `requestClock`.
    case 'request':
      return undefined
    case 'period':
      return periodDue(log, duty, clock, tenant)
    case 'prompt':
    case 'asRequested': {
      if (clock.start.kind !== 'event') return undefined
      const { event } = clock.start
      const started = eventTime(log, event, { after })
      if (started === undefined) return undefined
      const hours = clock.kind === 'prompt' ? clock.targetHours : requestTargetHours
      const due = started.dueBy ?? started.at.add({ hours })
      const former = eventTime(log, event, { after, redated: false })
      return {
        startedAt: started.at,
        due,
        dueBy: started.dueBy === undefined ? 'target' : 'authority',
        readings: [],
        provisional: started.provisional,
        ...formerDueOf(due, former?.dueBy ?? former?.at.add({ hours })),
        reminders: remindersOf(started.at, due),
      }
    }
  }
}

/** When a waiting duty is due at the latest: what it waits for comes at its own last moment. */
export function latestDue(
  log: ClockLog,
  duty: Duty,
  tenant: string | undefined,
): Temporal.Instant | undefined {
  if (duty.clock.kind !== 'period') return undefined
  const startOf: StartOf = (start) => {
    if (start.kind === 'event') return undefined
    const before = byId.get(start.duty)
    if (before === undefined) return undefined
    return runningDue(log, before, tenant)?.due ?? latestDue(log, before, tenant)
  }
  return dueOf(duty, duty.clock, startOf, profileOf(log))?.due
}

function periodDue(
  log: ClockLog,
  duty: Duty,
  clock: Extract<Duty['clock'], { kind: 'period' }>,
  tenant: string | undefined,
): RunningDue | undefined {
  const count = (redated: boolean): Due | undefined =>
    dueOf(duty, clock, startsIn(log, tenant, redated), profileOf(log))
  const counted = count(true)
  if (counted === undefined) return undefined
  const { startedAt, due, readings, start } = counted
  return {
    startedAt,
    due,
    dueBy: duty.regime === 'contract' ? 'contract' : 'law',
    readings,
    provisional: isProvisional(log, start),
    ...formerDueOf(due, count(false)?.due),
    reminders: remindersOf(startedAt, due),
  }
}

function startsIn(log: ClockLog, tenant: string | undefined, redated: boolean): StartOf {
  return (start) => {
    if (start.kind === 'event') return eventTime(log, start.event, { redated })?.at
    const before = byId.get(start.duty)
    return before && metTime(log, before, before.per === 'tenant' ? tenant : undefined)
  }
}

function isProvisional(log: ClockLog, start: Start): boolean {
  return start.kind === 'event' && eventTime(log, start.event)?.provisional === true
}

function profileOf(log: ClockLog): LegalProfile {
  return log.profiles.at(-1) ?? {}
}

function formerDueOf(
  due: Temporal.Instant,
  former: Temporal.Instant | undefined,
): { readonly formerDue?: Temporal.Instant } {
  return former === undefined || former.equals(due) ? {} : { formerDue: former }
}

function remindersOf(start: Temporal.Instant, due: Temporal.Instant): readonly Temporal.Instant[] {
  const whole = due.epochMilliseconds - start.epochMilliseconds
  const times = [0.5, 0.75, 0.9].map((share) => start.epochMilliseconds + Math.floor(whole * share))
  return [...times, due.epochMilliseconds - 3_600_000]
    .sort((a, b) => a - b)
    .map((ms) => Temporal.Instant.fromEpochMilliseconds(ms))
}
