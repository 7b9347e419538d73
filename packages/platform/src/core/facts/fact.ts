import { createHash } from 'node:crypto'

import { canonicalJson, type Json } from '../evidence/index.ts'

/** About whom a fact is: the incident as a whole, the provider's own holdings, or one tenant's part. */
export type FactScope = 'all' | 'own' | `tenant:${string}`

/** A text in the languages in which somebody wrote it; at least one of them. */
export interface TextValue {
  readonly de?: string
  readonly en?: string
}

export type FactValue = TextValue | string | number | boolean | readonly string[]

export const confidences = ['high', 'medium', 'low'] as const
export type Confidence = (typeof confidences)[number]

/** What a person states. */
export interface StatedFact {
  readonly field: string
  readonly scope: FactScope
  readonly value: FactValue
  /** Who or what it comes from, in one line: a report, a system, a conversation. */
  readonly source: string
  readonly confidence: Confidence
  /** How far the knowledge reaches. */
  readonly asOf: string
  readonly estimate: boolean
  /** SHA-256 of what it rests on. */
  readonly evidence: readonly string[]
  /** The fact that it takes the place of, whatever its time: a typing error, another date. */
  readonly supersedes?: string
}

/** SHA-256 over a fact as it is stated; its first twelve digits are its id, so that the same fact is one fact. */
export function factHash(caseId: string, fact: StatedFact): string {
  const text = canonicalJson({ case: caseId, fact } as unknown as Json)
  return createHash('sha256').update(text).digest('hex')
}

export function factId(hash: string): string {
  return hash.slice(0, 12)
}

/** What somebody signs who takes a fact back. */
export function withdrawalHash(hash: string, reason: string): string {
  return createHash('sha256').update(`${hash}\n${reason}`).digest('hex')
}

export function tenantScope(tenant: string): FactScope {
  return `tenant:${tenant}`
}

/** The tenant of a scope; undefined for the incident and for our own holdings. */
export function tenantOfScope(scope: FactScope): string | undefined {
  return scope.startsWith('tenant:') ? scope.slice('tenant:'.length) : undefined
}
