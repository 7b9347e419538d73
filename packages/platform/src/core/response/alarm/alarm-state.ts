import type { Role } from '../../emergency-plan/index.ts'
import type { AlarmEvent, AlarmStep, ChannelOutcome, ListedPerson } from './alarm-events.ts'

export interface TakenRoster {
  readonly digest: string
  readonly people: readonly ListedPerson[]
  readonly minutes: { readonly deputy: number; readonly all: number; readonly management: number }
}

export interface Call {
  readonly call: number
  readonly role: Role
  readonly person: string
  readonly step: AlarmStep
  readonly at: string
  /** Absent until the program that made the call says what became of it. */
  readonly outcomes?: readonly ChannelOutcome[]
}

export interface Alarm {
  readonly alarm: string
  readonly reason: string
  readonly at: string
  readonly roles: readonly Role[]
  readonly calls: readonly Call[]
  /** When each person said yes. */
  readonly acknowledged: ReadonlyMap<string, string>
  readonly endedAt?: string
  readonly request?: string
  readonly except?: string
}

export interface Duty {
  readonly person: string
  readonly since: string
  readonly seq: number
}

/** Who is called, who came, and who carries which role. */
export interface TaskForce {
  readonly roster?: TakenRoster
  readonly alarms: ReadonlyMap<string, Alarm>
  readonly roles: ReadonlyMap<Role, Duty>
}

export const emptyTaskForce: TaskForce = { alarms: new Map(), roles: new Map() }

export function evolveTaskForce(
  force: TaskForce,
  event: AlarmEvent,
  { seq, at }: { readonly seq: number; readonly at: string },
): TaskForce {
  switch (event.type) {
    case 'roster.taken': {
      const { digest, people, minutes } = event
      return { ...force, roster: { digest, people, minutes } }
    }
    case 'alarm.raised': {
      const { alarm, reason, roles, request, except } = event
      const raised = {
        alarm,
        reason,
        at,
        roles,
        calls: [],
        acknowledged: new Map<string, string>(),
        ...(request !== undefined && { request }),
        ...(except !== undefined && { except }),
      }
      return { ...force, alarms: new Map(force.alarms).set(alarm, raised) }
    }
    case 'alarm.called': {
      const { call, role, person, step } = event
      return changed(force, event.alarm, (alarm) => ({
        ...alarm,
        calls: [...alarm.calls, { call, role, person, step, at }],
      }))
    }
    case 'alarm.sent': {
      const { call, outcomes } = event
      return changed(force, event.alarm, (alarm) => ({
        ...alarm,
        calls: alarm.calls.map((one) => (one.call === call ? { ...one, outcomes } : one)),
      }))
    }
    case 'alarm.acknowledged':
      return changed(force, event.alarm, (alarm) => ({
        ...alarm,
        acknowledged: alarm.acknowledged.has(event.person)
          ? alarm.acknowledged
          : new Map(alarm.acknowledged).set(event.person, at),
      }))
    case 'alarm.ended':
      return changed(force, event.alarm, (alarm) => ({ ...alarm, endedAt: at }))
    case 'role.taken':
      return {
        ...force,
        roles: new Map(force.roles).set(event.role, { person: event.person, since: at, seq }),
      }
    case 'role.handedOver':
      return { ...force, roles: new Map(force.roles).set(event.role, { person: event.to, since: at, seq }) }
  }
}

function changed(force: TaskForce, id: string, change: (alarm: Alarm) => Alarm): TaskForce {
  const alarm = force.alarms.get(id)
  return alarm === undefined ? force : { ...force, alarms: new Map(force.alarms).set(id, change(alarm)) }
}
