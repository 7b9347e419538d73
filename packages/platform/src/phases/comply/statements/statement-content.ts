import { createHash } from 'node:crypto'

import type { Words } from '../../../core/estate/index.ts'
import { canonicalJson, type Json } from '../../../core/evidence/index.ts'
import type { PrintedBlock } from '../../../core/printed-document.ts'
import type { Harm, Verdict } from '../../../core/statements/index.ts'

/** The answer to one question, as it stands in a statement; `open` where nobody stated a finding. */
export interface Answer {
  readonly service: string
  readonly name: Words
  readonly data: string
  readonly harm: Harm
  readonly verdict: Verdict | 'open'
  readonly period?: { readonly from: string; readonly to: string }
  readonly bytes?: { readonly atLeast: number; readonly atMost: number }
  readonly grounds?: Words
  readonly gaps?: Words
  readonly evidence: readonly string[]
  readonly asOf?: string
  readonly signedBy: readonly string[]
}

/** A fact of the tenant's sheet as people read it. */
export interface Told {
  readonly field: string
  readonly title: Words
  readonly value: Words
  readonly estimate: boolean
  readonly source: string
}

/** What the engine counted when it brought the tenant's data back. */
export interface Restored {
  readonly stage: string
  /** Changes after this moment may be missing: the beginning of the attack. */
  readonly dataUntil?: string
  readonly files?: number
  readonly bytes?: number
  readonly leftOut?: number
  readonly quarantined?: number
  readonly releasedAt?: string
}

/** A question of a form, with the answer that we have. */
export interface PackageItem {
  readonly key: string
  readonly title: Words
  /** Absent: not known yet, or for the customer to answer. */
  readonly value?: Words
  readonly estimate: boolean
}

export interface Particulars {
  readonly format: string
  readonly items: readonly PackageItem[]
}

/** All that one tenant is told, in both languages: what is signed is the hash over this. */
export interface StatementContent {
  readonly format: 'anlauf-statement/1'
  readonly case: string
  readonly exercise: boolean
  readonly tenant: string
  readonly revision: number
  /** When it was drafted, and until when the next one comes. */
  readonly at: string
  readonly nextBy: string
  /** When the first date that it promises is over; absent in what was drafted before it was kept: `nextBy`. */
  readonly promisesEnd?: string
  readonly sheet: { readonly version: number; readonly hash: string }
  readonly answers: readonly Answer[]
  readonly facts: readonly Told[]
  readonly restored: Restored
  readonly changes: { readonly de: readonly string[]; readonly en: readonly string[] }
  readonly title: Words
  readonly text: { readonly de: readonly PrintedBlock[]; readonly en: readonly PrintedBlock[] }
  /** GDPR Art. 33(3), for the customer's own report. */
  readonly particulars: Particulars
  /** For customers that are financial entities. */
  readonly annex?: Particulars
}

/** The bytes that are kept, signed and hashed. */
export function contentText(content: StatementContent): string {
  return canonicalJson(content as unknown as Json)
}

export function contentHash(content: StatementContent): string {
  return createHash('sha256').update(contentText(content)).digest('hex')
}

/** Hash over what is said, whenever it is said: the same one needs no revision. */
export function substanceOf({
  answers,
  facts,
  restored,
}: Pick<StatementContent, 'answers' | 'facts' | 'restored'>): string {
  return createHash('sha256')
    .update(canonicalJson({ answers, facts, restored } as unknown as Json))
    .digest('hex')
}
