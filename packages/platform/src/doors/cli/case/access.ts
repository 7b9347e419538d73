import { userInfo } from 'node:os'

import { type CaseSession, openCase, type UnitState } from '../../../core/case/index.ts'
import { AnlaufError } from '../../../core/failure.ts'
import type { AnlaufContext } from '../context.ts'
import { parseCaseId } from '../flags/flag-values.ts'
import type { Stores } from '../access/stores.ts'

export const caseFlag = {
  kind: 'parsed',
  parse: parseCaseId,
  brief: 'Case id',
  placeholder: 'id',
} as const

/** Opens a case that was declared. Throws `not-found` with the place where was looked. */
export async function openDeclaredCase(
  context: AnlaufContext,
  stores: Stores,
  caseId: string,
): Promise<CaseSession> {
  const session = await openCase(stores.log, caseId)
  if (session.state.status === 'none') throw noCase(context, caseId)
  return session
}

/** Throws `not-found` with the units that the case has. */
export function unitOf(session: CaseSession, unit: string): UnitState {
  const found = session.state.units.get(unit)
  if (found !== undefined) return found
  throw new AnlaufError('not-found', `The case ${session.state.id} has no unit "${unit}".`, {
    hint: `Its units are: ${[...session.state.units.keys()].join(', ')}.`,
  })
}

/** Throws `not-found` for a case that nothing was recorded about, declared or not. */
export async function requireEntries(
  context: AnlaufContext,
  stores: Pick<Stores, 'lines'>,
  caseId: string,
): Promise<void> {
  for await (const _line of stores.lines(caseId)) return
  throw noCase(context, caseId)
}

export function noCase(context: AnlaufContext, caseId: string): AnlaufError {
  const url = context.process.env['DATABASE_URL']
  const place = url === undefined || url === '' ? `in ${context.home}` : 'in the database of DATABASE_URL'
  return new AnlaufError('not-found', `There is no case "${caseId}" ${place}.`, {
    hint: 'Check the id and ANLAUF_HOME, or declare it: anlauf case declare --case ID --title TEXT --estate FILE',
  })
}

/** Who and when for the evidence: the account that runs the program, unless a person acts in an own name. */
export function signature(
  context: AnlaufContext,
  person?: string,
): { readonly actor: string; readonly at: string } {
  return { actor: person ?? account(), at: context.now().toISOString() }
}

function account(): string {
  try {
    return `account ${userInfo().username}`
  } catch {
    // A container may run under a number that no account has.
    return `account ${process.getuid?.() ?? 'unknown'}`
  }
}
