import type { Revision } from '../../../core/statements/index.ts'
import { composeStatement, substanceOf } from '../../../phases/comply/statements/index.ts'
import type { StatementOffice } from './access.ts'

/** Tells which revisions say something else than is known now: findings, facts or figures have changed since. */
export function outdatedCheck(
  office: StatementOffice,
  now: Date,
): (one: { readonly tenant: string; readonly revision: Revision }) => boolean {
  const base = office.base(now)
  const at = now.toISOString()
  return ({ tenant, revision: { revision, substance } }) =>
    substanceOf(composeStatement(base, { tenant, revision, at, nextBy: at })) !== substance
}

/** What to say of them. */
export function outdatedLines(tenants: readonly string[]): readonly string[] {
  if (tenants.length === 0) return []
  const named = tenants.slice(0, 5).join(', ')
  return [
    `${tenants.length} of them say something else than is known now (${named}${tenants.length > 5 ? ', …' : ''}): see "anlauf statement diff", draft again if it matters.`,
  ]
}
