import { type ApprovalRequest, overrideContentOf, statusOf } from '../../case/index.ts'
import type { Role } from '../../emergency-plan/index.ts'
import { type ResponseRefusal, refuse } from '../refusal.ts'
import type { SeenEvent } from '../events.ts'
import { rolesAsked } from '../roster/lint-roster.ts'
import type { ResponseState } from '../state.ts'
import type { TakenRoster } from './alarm-state.ts'
import { askedFor } from './due-calls.ts'

/**
 * One alarm for each person who asks to hold a gate open alone: alone counts only because everybody else could have
 * come. The log says which requests were told, so no restart and no second server tells one twice.
 */
export function alarmOverrides(state: ResponseState, now: string): readonly SeenEvent[] | ResponseRefusal {
  const untold = untoldOverrides(state, now)
  if (untold.length === 0) return []
  const { roster, alarms } = state.force
  if (roster === undefined) {
    return refuse(
      'out-of-order',
      'One person asks to open a gate alone, and the case has no roster to call the others by.',
      'Take it first: anlauf case roster --take FILE.',
    )
  }
  return untold.map(({ request, by }, at) => ({
    type: 'alarm.raised' as const,
    alarm: `alarm-${alarms.size + at + 1}`,
    reason: overrideReason,
    roles: rolesCalled(state, roster, by),
    person: by,
    request,
    except: by,
  }))
}

/** Names no customer: it may be read on a locked screen. */
export const overrideReason = 'One person asks to open a gate alone'

/** Overrides by one person, waiting or in force, that no alarm was raised for. */
export function untoldOverrides({ case: of, force }: ResponseState, now: string): readonly ApprovalRequest[] {
  const told = new Set([...force.alarms.values()].map(({ request }) => request))
  return [...of.requests.values()].filter((request) => {
    if (request.subject.kind !== 'override' || told.has(request.request)) return false
    const content = overrideContentOf(request.content)
    if (content?.alone !== true || content.until <= now) return false
    return ['open', 'approved'].includes(statusOf(of, request, now))
  })
}

/**
 * Roles that an alarm is for: those that the plan gives work to, or that anybody has. Outsiders that nobody of the
 * roster stands for would send the alarm to the management at once.
 */
export function rolesCalled(
  { plan }: Pick<ResponseState, 'plan'>,
  roster: TakenRoster,
  except?: string,
): readonly Role[] {
  const asked =
    plan === undefined ? [...new Set(roster.people.flatMap((one) => one.roles))] : rolesAsked(plan.plan)
  return asked.filter(
    (role) => askedFor({ ...(except !== undefined && { except }) }, roster, role).length > 0,
  )
}
