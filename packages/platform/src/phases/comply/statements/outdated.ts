import { composeStatement, type StatementBase } from './compose-statement.ts'
import { substanceOf } from './statement-content.ts'

/** Tells which revisions say something else than is known now: findings, facts or figures have changed since. Pure. */
export function outdatedIn(
  base: StatementBase,
  now: Date,
): (one: {
  readonly tenant: string
  readonly revision: { readonly revision: number; readonly substance: string }
}) => boolean {
  const at = now.toISOString()
  return ({ tenant, revision: { revision, substance } }) =>
    substanceOf(composeStatement(base, { tenant, revision, at, nextBy: at })) !== substance
}
