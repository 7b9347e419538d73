import type { RenderDocument } from '../../core/printed-document.ts'

/** What a signed copy says of itself on every page. */
export interface SiteEdition {
  readonly sequence: number
  /** ISO time in UTC. */
  readonly validUntil: string
  /** Fingerprint of the key that signs, and of the offline key above it. */
  readonly signedBy: string
  readonly root: string | undefined
  /** Where people read it, with a slash at its end; feeds, paper and calendars name it. */
  readonly url: string | undefined
  /** Address of the server for strangers, with a slash at its end: questions and subscriptions go there. */
  readonly outside: string | undefined
  /** More is asked than the desk can answer in time; the site says so where people ask. */
  readonly isBusy?: boolean | undefined
  /** Prints pages that people file and hand on; without it there are none on paper. */
  readonly print?: RenderDocument | undefined
}
