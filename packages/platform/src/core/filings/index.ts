/**
 * Filings: documents for one recipient each, from the first draft to the proof that it was handed in.
 *
 *     facts ─view─▶ draft (words in a table) ─hash─▶ revision (log) ─two people, one hash─▶ approved ─▶ submitted (clock)
 *
 * Guarantees: approved is only what the people of the duty signed, with two keys, on exactly this content; a new
 * revision is approved by nobody yet; with required answers missing they sign the reason too; a document that is kept
 * apart goes into another one only with the word of two people on exactly that; the log knows hashes, never words.
 * Not guaranteed: that somebody hands in what was approved. Nothing here sends.
 */
export { type DocumentTag, documentTags, taggingRoles } from './document-tag.ts'
export { decideFiling, type FilingCommand } from './decide-filing.ts'
export {
  type DraftStore,
  dutyOfFiling,
  type FilingName,
  filingName,
  type KeptDraft,
  type Revision,
} from './filing.ts'
export { type FilingEvent, filingEventOf } from './filing-event.ts'
export {
  type AskedFiling,
  askedFiling,
  type Consent,
  consentRoles,
  emptyFilings,
  type FilingApproval,
  type FilingLog,
  isConsented,
  isEnough,
  latestRevision,
  standingApprovals,
  tagsOf,
  withFiling,
} from './filing-log.ts'
export { type FilingSession, openFilings } from './filing-session.ts'
export {
  approvalHash,
  consentHash,
  filingMessage,
  signFiling,
  type SignedFiling,
  tagHash,
} from './signed-filing.ts'
