import { createHash } from 'node:crypto'

import type { Words } from '../estate/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import { claimsNamed } from './slots.ts'

/** A text for the public in both languages, before anybody approved it. */
export interface Draft {
  /** Its name while it is worked on; the public sees a number. */
  readonly update: string
  /**
   * `news` is published once. `no-news` is the truthful sentence that there is nothing new; approved beforehand it is
   * published whenever a promise runs out.
   */
  readonly kind: 'news' | 'no-news'
  readonly text: Words
  /** How far our knowledge reaches; of `no-news`: the moment of publication. */
  readonly asOf?: string
  /** The promise: the next update comes until then. Of `no-news`: `everyHours` after publication. */
  readonly nextBy?: string
  readonly everyHours?: number
  readonly corrects?: Correction
}

/** Nothing published is edited: a new update says what was wrong, and why. */
export interface Correction {
  readonly number: number
  /** The sentence that does not hold, as it was published. */
  readonly was: Words
  readonly why: Words
}

/** The statements a draft lets speak, in the order of their names. */
export function claimsOf(
  { text }: Draft,
  claims: ReadonlyMap<string, ClaimStatement>,
): readonly ClaimStatement[] {
  return [...new Set([...claimsNamed(text.de), ...claimsNamed(text.en)])]
    .toSorted()
    .flatMap((name) => claims.get(name) ?? [])
}

/**
 * SHA-256 over everything the public will read, both languages together, with the claims as they stand: a changed
 * comma or a changed claim is another content.
 */
export function draftHash(caseId: string, draft: Draft, claims: ReadonlyMap<string, ClaimStatement>): string {
  const { update, kind, text, asOf, nextBy, everyHours, corrects } = draft
  const said = claimsOf(draft, claims).map(({ claim, state, wording }) => ({ claim, state, wording }))
  const parts = { case: caseId, update, kind, text, asOf, nextBy, everyHours, corrects, claims: said }
  const known = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
  return createHash('sha256')
    .update(canonicalJson(known as unknown as Json))
    .digest('hex')
}

/** SHA-256 over a claim as it is stated. */
export function claimHash(caseId: string, statement: ClaimStatement): string {
  const text = canonicalJson({ case: caseId, statement } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}
