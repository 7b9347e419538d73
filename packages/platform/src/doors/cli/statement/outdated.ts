import { AnlaufError } from '../../../core/failure.ts'
import { isPromiseOver, type Revision } from '../../../core/statements/index.ts'
import { outdatedIn } from '../../../phases/comply/statements/index.ts'
import { parseLine } from '../flags/flag-values.ts'
import type { StatementOffice } from './access.ts'

/** Tells which revisions say something else than is known now. */
export function outdatedCheck(
  office: StatementOffice,
  now: Date,
): (one: { readonly tenant: string; readonly revision: Revision }) => boolean {
  return outdatedIn(office.base(now), now)
}

export const outdatedAnywayFlag = {
  kind: 'parsed',
  parse: parseLine,
  optional: true,
  brief: 'Why letters that say something else than is known now go out all the same; it is recorded',
  placeholder: 'reason',
} as const

/** What to say of them. */
export function outdatedLines(tenants: readonly string[]): readonly string[] {
  if (tenants.length === 0) return []
  return [
    `${tenants.length} of them say something else than is known now (${someOf(tenants)}): see "anlauf statement diff", draft again if it matters.`,
  ]
}

/** Throws `gate-closed` for letters that say something else than is known now, unless somebody said why they go all the same. */
export function requireCurrent(outdated: readonly string[], anyway: string | undefined): void {
  if (outdated.length === 0 || anyway !== undefined) return
  throw new AnlaufError(
    'gate-closed',
    `${outdated.length} letters say something else than is known now: ${someOf(outdated)}.`,
    {
      hint: 'See "anlauf statement diff", draft and approve them again; or say why they go all the same with --outdated-anyway.',
      context: { outdated: outdated.slice(0, 100) },
    },
  )
}

/**
 * Throws `gate-closed` for letters that promise a time that is over: the customer would wait for what is late already.
 * No reason helps here: a new revision with a new time is drafted in a minute.
 */
export function requirePromises(
  leaving: readonly { readonly tenant: string; readonly revision: Pick<Revision, 'promisesEnd'> }[],
  now: Date,
  next: string,
): void {
  const at = now.toISOString()
  const broken = leaving.flatMap(({ tenant, revision }) => (isPromiseOver(revision, at) ? [tenant] : []))
  if (broken.length === 0) return
  throw new AnlaufError(
    'gate-closed',
    `Letters that promise a time that is over: ${broken.length} (${someOf(broken)}).`,
    {
      hint: `Draft a new revision with a time to come and have it signed: ${next}`,
      context: { promiseOver: broken.slice(0, 100) },
    },
  )
}

function someOf(tenants: readonly string[]): string {
  return `${tenants.slice(0, 5).join(', ')}${tenants.length > 5 ? ', …' : ''}`
}
