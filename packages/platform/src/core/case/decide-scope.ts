import { type Refusal, refusal, type ScopeCommand } from './commands.ts'
import type { CaseEvent } from './events.ts'
import type { CaseState } from './state.ts'

/** More is hit than was known. Only what is new is written down. */
export function extend(
  state: CaseState,
  { tenants, services, systems, reason, person }: Extract<ScopeCommand, { command: 'extend' }>,
): readonly CaseEvent[] | Refusal {
  const more = {
    tenants: tenants.filter((tenant) => !state.units.has(tenant)),
    services: services.filter((service) => !state.services.includes(service)),
    systems: systems.filter((system) => state.systems?.includes(system) !== true),
  }
  if (Object.values(more).every(({ length }) => length === 0)) {
    return refusal('out-of-order', 'The case has all of this already.', 'There is nothing to add.')
  }
  return [{ type: 'case.extended', ...more, reason, person }]
}

/** A closed case goes on where it was; whatever is new belongs to it. */
export function reopen(
  state: CaseState,
  { reason, person }: Extract<ScopeCommand, { command: 'reopen' }>,
): readonly CaseEvent[] | Refusal {
  if (state.status === 'closed') return [{ type: 'case.reopened', reason, person }]
  return refusal('out-of-order', 'The case is not closed.', 'Go on with it.')
}
