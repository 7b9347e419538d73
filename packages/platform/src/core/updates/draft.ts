import { createHash } from 'node:crypto'

import type { Words } from '../estate/index.ts'
import { canonicalJson, type Json } from '../evidence/index.ts'
import type { ClaimStatement } from './claims/claim.ts'
import type { Content } from './content/content.ts'
import { claimsNamed } from './slots.ts'

/** A text in both languages, before anybody approved it. */
export interface Draft extends Content {
  /** Its name while it is worked on; the public sees a number. */
  readonly update: string
  /** All of it as it is read, but for slots. Of a kind with parts: made from them. */
  readonly text: Words
  /** How far our knowledge reaches; of a text approved beforehand: the moment of publication. */
  readonly asOf?: string
  /** The promise: the next update comes until then. Of a text approved beforehand: `everyHours` after publication. */
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
 * SHA-256 over everything that will be read, both languages together, with the claims as they stand: a changed
 * comma or a changed claim is another content. Without the case for a text that is approved before there is one.
 */
export function draftHash(caseId: string, draft: Draft, claims: ReadonlyMap<string, ClaimStatement>): string {
  const said = claimsOf(draft, claims).map(({ claim, state, wording }) => ({ claim, state, wording }))
  const parts = isPreApproved(draft)
    ? { template: true, ...contentOf(draft) }
    : { case: caseId, ...contentOf(draft), claims: said }
  const known = Object.fromEntries(Object.entries(parts).filter(([, part]) => part !== undefined))
  return createHash('sha256').update(canonicalJson(known)).digest('hex')
}

/** Signed before any case, for all of them; its slots are filled by facts of the case alone. */
export function isPreApproved({ kind }: Pick<Draft, 'kind'>): boolean {
  return kind === 'holding'
}

/** What a signature under a draft is about. */
export function subjectOf(draft: Pick<Draft, 'kind'>): 'update' | 'template' {
  return isPreApproved(draft) ? 'template' : 'update'
}

/** Goes out with times of its publication: as of then, the next word so many hours later. */
export function hasTimesOfPublication({ kind }: Pick<Draft, 'kind'>): boolean {
  return kind === 'no-news' || kind === 'holding'
}

const signedFields = [
  'update',
  'kind',
  'text',
  'asOf',
  'nextBy',
  'everyHours',
  'corrects',
  'parts',
  'audience',
  'tlp',
  'tenants',
  'names',
  'goodUntil',
  'topic',
  'service',
  'scope',
  'proof',
  'windows',
  'reviewBy',
  'page',
] as const satisfies readonly (keyof Draft)[]

/** What a draft is, without what happened to it. */
function contentOf(draft: Draft): Partial<Draft> {
  return Object.fromEntries(signedFields.map((field) => [field, draft[field]]))
}

/** SHA-256 over a claim as it is stated. */
export function claimHash(caseId: string, statement: ClaimStatement): string {
  const text = canonicalJson({ case: caseId, statement } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}
