/**
 * Comply: what authorities, persons, insurer and police are told, from one base of facts.
 *
 *     facts ─┬─ view (data, one a duty) ─▶ draft ─▶ missing · to decide · findings ─▶ text, Markdown, page, JSON
 *            └─ clocks ───────────────────▶ overview: what applies, why, until when, what is missing
 *
 * Guarantees: every figure in a document comes from the fact sheet; what is required and missing is listed before its
 * time is over; what is estimated, not translated or not verified is marked; a document is a draft until the people of
 * the duty signed its content; a tenant's document knows no other tenant. Nothing is ever sent.
 * Not guaranteed: that a form is complete by law, and that a text names nobody by description. Counsel reads every one.
 */
export { holds } from './conditions.ts'
export {
  type Draft,
  draftHash,
  draftSubstance,
  type DraftItem,
  itemsIn,
  makeDraft,
  missingIn,
  readDraft,
  revisionOf,
  undecidedIn,
} from './draft.ts'
export { draftDifference, type ItemChange } from './draft-difference.ts'
export { blocking, type DraftFinding, draftFindings } from './draft-findings.ts'
export {
  dutyOverview,
  type FilingStage,
  missingFirst,
  overviewSteps,
  type OverviewRow,
} from './duty-overview.ts'
export { draftDocument } from './formats/draft-document.ts'
export { markdown } from './formats/markdown.ts'
export { plainText, type Standing } from './formats/plain-text.ts'
export { printPage } from './formats/print-page.ts'
export { handable, lastHandedIn, payloadOf, sinceOf } from './handed-in.ts'
export { asKept, type FilingDesk, keepDrafts, keepFileApart, keptDrafts, standingOf } from './kept-drafts.ts'
export { firstNotices, prepareDrafts, viewNamed } from './prepare.ts'
export { viewDigest, viewOf, views, withoutView } from './views/index.ts'
export { itemsOf, type View } from './views/view.ts'
export { type ComplyFinding, complyFindings } from './comply-findings.ts'
export { type Contradiction, contradictions, type HandedIn } from './contradictions.ts'
export { csvOf, type RegisterKind, registerKinds, type RegisterLine, registerOf } from './registers.ts'
export { type Attachment, attachmentProblem, type KeptApart, sha256Of } from './complaint/attachment-gate.ts'
export { assembleComplaint } from './complaint/assemble-complaint.ts'
export { complaintPackage, type ComplaintParts } from './complaint/complaint-package.ts'
