import type { FactSheet } from '../../../core/facts/index.ts'
import type { StatementContent } from './statement-content.ts'

/**
 * When the first date is over that a letter of this moment promises: the time of the next revision, or the expected end
 * of the restrictions where it is still to come. From there it must not go out any more.
 */
export function firstPromise(
  sheet: Pick<FactSheet, 'facts'>,
  { at, nextBy }: { readonly at: string; readonly nextBy: string },
): string {
  const expected = sheet.facts.get('incident.expected-end')?.value
  const isPromise = typeof expected === 'string' && Date.parse(expected) > Date.parse(at)
  return isPromise && Date.parse(expected) < Date.parse(nextBy) ? new Date(expected).toISOString() : nextBy
}

/** When the promises of a drafted letter are over. */
export function promisesEnd({
  nextBy,
  promisesEnd: end = nextBy,
}: Pick<StatementContent, 'nextBy' | 'promisesEnd'>): string {
  return end < nextBy ? end : nextBy
}
