import type { Role } from '../emergency-plan/index.ts'
import { openAlarm } from './alarm/decide-alarm.ts'
import { openRoles } from './alarm/due-calls.ts'
import { rolesAsked } from './roster/lint-roster.ts'
import { chainOf } from './roster/roster.ts'
import { nextSteps } from './next-steps.ts'
import type { ResponseState } from './state.ts'

/** Who carries the case; plain data, fit for JSON. Numbers and addresses are not in it. */
export interface RosterView {
  readonly seq: number
  readonly asOf: string
  readonly roles: readonly RoleView[]
  readonly alarm?: {
    readonly alarm: string
    readonly reason: string
    readonly at: string
    /** Nobody is called any more. */
    readonly endedAt?: string
    readonly calls: number
    readonly failed: number
    readonly openRoles: readonly Role[]
  }
}

export interface RoleView {
  readonly role: Role
  /** Who has it now, by the log. */
  readonly holder?: { readonly person: string; readonly since: string }
  /** Who is called for it, in this order. */
  readonly chain: readonly {
    readonly person: string
    readonly isDeputy: boolean
    readonly languages: readonly ('de' | 'en')[]
    readonly passkeys: number
    readonly called: number
    readonly acknowledgedAt?: string
  }[]
  /** Stages on turn that want this role. */
  readonly steps: readonly string[]
}

/** Undefined while the case has no roster and no role is taken. */
export function rosterView(state: ResponseState, { now }: { readonly now: string }): RosterView | undefined {
  const { roster, roles: taken } = state.force
  if (roster === undefined && taken.size === 0) return undefined
  const people = roster?.people ?? []
  const alarm = openAlarm(state) ?? [...state.force.alarms.values()].at(-1)
  const asked = new Set<Role>([
    ...(state.plan === undefined ? [] : rolesAsked(state.plan.plan)),
    ...people.flatMap(({ roles, deputyFor }) => [...roles, ...deputyFor]),
    ...taken.keys(),
  ])
  const { steps } = nextSteps(state, { now, limit: Number.MAX_SAFE_INTEGER })
  const calls = alarm?.calls ?? []
  return {
    seq: state.seq,
    asOf: state.at,
    roles: [...asked].map((role): RoleView => {
      const duty = taken.get(role)
      return {
        role,
        ...(duty !== undefined && { holder: { person: duty.person, since: duty.since } }),
        chain: chainOf(people, role).flatMap((id) => {
          const person = people.find((one) => one.id === id)
          if (person === undefined) return []
          const acknowledgedAt = alarm?.acknowledged.get(id)
          return [
            {
              person: id,
              isDeputy: !person.roles.includes(role),
              languages: person.languages,
              passkeys: person.passkeys,
              called: calls.filter((call) => call.person === id).length,
              ...(acknowledgedAt !== undefined && { acknowledgedAt }),
            },
          ]
        }),
        steps: steps.filter(({ roles }) => roles.includes(role)).map(({ stage }) => stage),
      }
    }),
    ...(alarm !== undefined &&
      roster !== undefined && {
        alarm: {
          alarm: alarm.alarm,
          reason: alarm.reason,
          at: alarm.at,
          ...(alarm.endedAt !== undefined && { endedAt: alarm.endedAt }),
          calls: calls.length,
          failed: calls.filter(
            ({ outcomes }) => outcomes?.every(({ outcome }) => outcome === 'failed') === true,
          ).length,
          openRoles: openRoles(alarm, roster),
        },
      }),
  }
}
