import type { InquiryClass } from './inquiry.ts'

/** What stays of inquiries when the persons are deleted: for the console and the closing report. */
export interface InquiryFigures {
  readonly received: number
  readonly byClass: Readonly<Record<InquiryClass, number>>
  readonly unconfirmed: number
  readonly open: number
  /** Open and over their time now. */
  readonly overdue: number
  readonly answered: number
  readonly solved: number
  readonly reopened: number
  /** Promises that were broken, of all that ran out or were kept. */
  readonly breaches: number
  readonly promises: number
  /** `breaches / promises`; undefined before the first. */
  readonly breachRate?: number
}
