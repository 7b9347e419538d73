import { queueLength } from '../../case/index.ts'
import type { WorkFact } from '../../emergency-plan/index.ts'
import { openRoles } from '../alarm/due-calls.ts'
import type { KnownElement } from '../scope/scope.ts'
import type { ResponseState } from '../state.ts'
import { unproven } from './engine-facts.ts'

/** What the case has not recorded yet, of one element or of all that are hit: empty when the fact holds. */
export function openByCase(
  state: ResponseState,
  fact: WorkFact,
  element: KnownElement | undefined,
): readonly string[] {
  const { id, queues } = state.case
  const tenants =
    element?.of === 'tenants'
      ? [element.id]
      : (state.scope?.of.tenants ?? []).filter(({ affected }) => affected).map((one) => one.id)
  switch (fact) {
    case 'case-declared':
      return state.case.status === 'none' ? [id] : []
    case 'points-chosen':
      return unproven(state, tenants, ({ chosen }) => chosen !== undefined)
    case 'handed-back':
      return unproven(state, tenants, ({ handedBack }) => handedBack !== undefined)
    case 'queue-decided': {
      // Without a queue nobody has looked: that is not the same as nothing to decide.
      if (queues.size === 0) return tenants
      return [...queues].flatMap(([unit, queue]) => {
        const { open, halfSigned, contested } = queueLength(queue)
        return open + halfSigned + contested > 0 ? [unit] : []
      })
    }
    case 'alarm-answered': {
      const alarm = [...state.force.alarms.values()].at(-1)
      const { roster } = state.force
      return alarm === undefined || roster === undefined ? [id] : openRoles(alarm, roster)
    }
  }
}
