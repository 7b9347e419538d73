import { createHash } from 'node:crypto'

import type { Estate } from '../../../core/estate/index.ts'
import { tenantNames } from './letter-address.ts'
import type { StatementContent } from './statement-content.ts'

/**
 * Hash over how a statement reads, without what differs from customer to customer in every letter: figures, times and
 * amounts, digests, its own names. Two letters of one wording say the same with other numbers, so whoever read one has
 * read the words of both. Both languages, the particulars and the annex are in it.
 */
export function wordingOf(content: StatementContent, estate: Pick<Estate, 'tenants' | 'contacts'>): string {
  const { tenant, title, text, changes, particulars, annex } = content
  const own = [tenant, ...tenantNames(estate, tenant)].filter(({ length }) => length >= shortestName)
  const words = JSON.stringify([title, text, changes, particulars, annex ?? null])
  return createHash('sha256')
    .update(withoutFigures(withoutNames(words, own)))
    .digest('hex')
}

/** A shorter one stands in too many words. */
const shortestName = 3

function withoutNames(words: string, names: readonly string[]): string {
  return names
    .toSorted((a, b) => b.length - a.length)
    .reduce((left, name) => left.replaceAll(JSON.stringify(name).slice(1, -1), '@'), words)
}

const months =
  'Januar|Februar|März|April|Mai|Juni|Juli|August|September|Oktober|November|Dezember|January|February|March|May|June|July|October|December'
const figures = new RegExp(
  ['[0-9a-f]{16,}', `\\d+\\.? (?:${months}) \\d{4}`, '\\d+(?:[.,:]\\d+)*(?: (?:kB|MB|GB|TB|PB))?'].join('|'),
  'g',
)

function withoutFigures(words: string): string {
  return words.replaceAll(figures, '#')
}
