import { type Clock, type ClockSession, type ClockState, openClocks } from '../../../core/duties/index.ts'
import type { Estate } from '../../../core/estate/index.ts'
import { noCase } from '../case/access.ts'
import type { AnlaufContext } from '../context.ts'
import type { Stores } from '../access/stores.ts'

/** Opens the clocks of a case that was declared. Throws `not-found` with the place where was looked. */
export async function openCaseClocks(
  context: AnlaufContext,
  stores: Stores,
  caseId: string,
): Promise<ClockSession> {
  const session = await openClocks(stores.log, caseId)
  if (session.log.case.status === 'none') throw noCase(context, caseId)
  return session
}

/** Records which law holds when a case is declared; an estate that says nothing about it records nothing. */
export async function recordLegalProfile(
  stores: Stores,
  caseId: string,
  { legal, contracts }: Pick<Estate, 'legal' | 'contracts'>,
  by: { readonly actor: string; readonly at: string },
): Promise<void> {
  if (Object.keys(legal).length === 0 && contracts.length === 0) return
  const session = await openClocks(stores.log, caseId)
  await session.execute({ command: 'profile', profile: legal, contracts }, by)
}

export function nowOf(context: AnlaufContext): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(context.now().getTime())
}

/** The due time of a clock in whatever state; undefined where nothing is due. */
export function dueOfClock({ state }: { readonly state: ClockState }): Temporal.Instant | undefined {
  switch (state.kind) {
    case 'running':
    case 'approaching':
    case 'missed':
      return state.due
    case 'met':
      return state.due?.due
    case 'waiting':
      return state.latestDue
    case 'notApplicable':
    case 'noClock':
      return undefined
  }
}

/** Missed by law, contract or an authority's letter; a target of our own is none of these. */
export function isBreached({ state }: Clock): boolean {
  return state.kind === 'missed' && state.dueBy !== 'target'
}
