import type { DutyEvent, LegalProfile, Words } from '../estate/index.ts'
import type { AuthorityId } from './authorities.ts'

/** What a period runs from: a fact, or the submission that meets another duty. */
export type Start =
  | { readonly kind: 'event'; readonly event: DutyEvent }
  | { readonly kind: 'met'; readonly duty: string }

export interface Period {
  readonly length: number
  readonly unit: 'hours' | 'days' | 'months'
}

/** One limit of a duty; of several the earliest counts. */
export interface Limit {
  readonly start: Start
  readonly period: Period
  /** The limit is gone once this event came after the limit's own end. */
  readonly lapsesAtLater?: DutyEvent
}

/**
 * How a period may be read more generously than the strict count. For people and counsel to know; the engine obeys
 * the strict count only.
 */
export type ReadingRule = 'eu-1182-71' | 'two-working-days' | 'bgb' | 'dora-noon'

export type DutyClock =
  | {
      readonly kind: 'period'
      readonly limits: readonly [Limit, ...Limit[]]
      readonly readings: readonly ReadingRule[]
    }
  /** "Without undue delay": the law counts no hours, the target is the house's own. */
  | { readonly kind: 'prompt'; readonly start: Start; readonly targetHours: number }
  /** The authority says until when. */
  | { readonly kind: 'asRequested'; readonly start: Start }
  /**
   * Each request has its own: from its receipt on, longer by `extension` once the person was told so, with the reasons,
   * before `period` was over.
   */
  | {
      readonly kind: 'request'
      readonly period: Period
      readonly extension: Period
      readonly readings: readonly ReadingRule[]
    }
  /** A rule to obey, without a time. */
  | { readonly kind: 'none' }

/** One question to the legal profile. All conditions of a duty have to hold. */
export interface Condition {
  readonly field: Exclude<keyof LegalProfile, 'land' | 'accounts' | 'reviewedBy' | 'reviewedAt'>
  readonly is: readonly (string | boolean)[]
  /** Why the duty does not apply when the profile says otherwise. */
  readonly otherwise: Words
}

/** A rule of law as data. Every one is a draft until counsel has signed it off. */
export interface Duty {
  readonly id: string
  /** Row of the duty table, L1 to L30. */
  readonly row: string
  readonly norm: string
  /** T: text of the norm read; S: secondary source read; U: unverified. */
  readonly basis: 'T' | 'S' | 'U'
  readonly title: Words
  /** Who owes it, and when. */
  readonly owedBy: Words
  readonly trigger: Words
  readonly conditions: readonly Condition[]
  /** One clock for the case, one for each tenant, or one for each request that the desk got, whatever the case. */
  readonly per: 'case' | 'tenant' | 'request'
  /** `customer`: the customer's own duty, shown so that our notices come in time. */
  readonly regime: 'statute' | 'customer' | 'voluntary' | 'contract'
  readonly recipient: AuthorityId
  readonly clock: DutyClock
  /** Several submissions are usual; what depends on them counts from the last one. */
  readonly repeats?: true
  readonly contents: readonly Words[]
  readonly form: Words
  readonly approve: readonly string[]
  /** First day on which it applies (`2018-05-25`); absent: since before anything we handle. */
  readonly validFrom?: string
  /** Last day. */
  readonly validTo?: string
  /** Not law yet: shown, never started. */
  readonly pending?: true
  readonly review: 'draft for counsel'
}
