import type { Role } from '../../emergency-plan/index.ts'
import { chainOf } from '../roster/roster.ts'
import type { AlarmStep } from './alarm-events.ts'
import type { Alarm, TakenRoster } from './alarm-state.ts'

export interface DueCall {
  readonly role: Role
  readonly person: string
  readonly step: AlarmStep
}

/** A call of which nobody said what became of it counts as not made after this long: its program died on the way. */
const silentMs = 2 * 60_000

/**
 * Who has to be called now: the holder of a role at once, the deputy when nobody of the role answered in time, then
 * everybody of it again, then the management. Nobody is called twice for the same reason; whoever answered is not
 * called at all. Pure: rows and a clock, no timer that a restart forgets.
 */
export function dueCalls(alarm: Alarm, roster: TakenRoster, now: string): readonly DueCall[] {
  if (alarm.endedAt !== undefined) return []
  const due = new Map<string, DueCall>()
  for (const role of alarm.roles) {
    const chain = askedFor(alarm, roster, role)
    if (chain.some((person) => alarm.acknowledged.has(person))) continue
    const step = chain.length === 0 ? 4 : stepOf(alarm, roster, chain, now)
    for (const person of calledAt(step, chain, roster)) {
      if (person === alarm.except || alarm.acknowledged.has(person)) continue
      if (wasCalled(alarm, person, step, now)) continue
      if (!due.has(person)) due.set(person, { role, person, step })
    }
  }
  return [...due.values()]
}

/** Roles that nobody has answered for. */
export function openRoles(alarm: Alarm, roster: TakenRoster): readonly Role[] {
  return alarm.roles.filter(
    (role) => !askedFor(alarm, roster, role).some((person) => alarm.acknowledged.has(person)),
  )
}

/** Who answers for a role. Whoever an alarm is about does not. */
export function askedFor(
  { except }: Pick<Alarm, 'except'>,
  { people }: Pick<TakenRoster, 'people'>,
  role: Role,
): readonly string[] {
  return chainOf(people, role).filter((person) => person !== except)
}

/** By the time that passed; a call that failed on every way is not waited for. */
function stepOf(alarm: Alarm, { minutes }: TakenRoster, [holder]: readonly string[], now: string): AlarmStep {
  const passed = (Date.parse(now) - Date.parse(alarm.at)) / 60_000
  if (passed >= minutes.management) return 4
  if (passed >= minutes.all) return 3
  return passed >= minutes.deputy || hasFailed(alarm, holder) ? 2 : 1
}

function hasFailed({ calls }: Alarm, person: string | undefined): boolean {
  const made = calls.filter((call) => call.person === person && call.outcomes !== undefined)
  return (
    made.length > 0 && made.every(({ outcomes }) => outcomes?.every(({ outcome }) => outcome === 'failed'))
  )
}

function calledAt(step: AlarmStep, chain: readonly string[], roster: TakenRoster): readonly string[] {
  if (step < 3) return chain.slice(0, step)
  return step === 3 ? chain : [...new Set([...chain, ...chainOf(roster.people, 'management')])]
}

/** Before the third step one call a person is enough; from then on everybody of the role is called once more. */
function wasCalled({ calls }: Alarm, person: string, step: AlarmStep, now: string): boolean {
  return calls.some(
    (call) =>
      call.person === person &&
      (call.step >= 3 || step < 3) &&
      (call.outcomes !== undefined || Date.parse(now) - Date.parse(call.at) < silentMs),
  )
}
