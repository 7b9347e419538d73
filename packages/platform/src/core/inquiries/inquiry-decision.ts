import type { Inquiry } from './inquiry.ts'

export interface GivenAnswer {
  readonly id: string
  readonly hash: string
  readonly approved: boolean
  /** It says something that concerns one customer only. */
  readonly tenantSpecific: boolean
}

/** The inquiry afterwards, and what the evidence is told of it: ids and words from closed lists only. */
export interface InquiryDecision {
  readonly inquiry: Inquiry
  readonly kind: string
  readonly data: Readonly<Record<string, string | number | boolean>>
}
