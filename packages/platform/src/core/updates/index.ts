/**
 * The desk: what is said to the public, who approved it, what it claims.
 *
 *     text de+en ─checks─▶ draft (in review) ─two signatures on one hash─▶ approved ─checks again─▶ published
 *     claim ─signature, evidence─▶ in force ─▶ its sentence in the texts; changed ─▶ approvals void, correction tasks
 *
 * Guarantees: published is only what one person for the words and one for the law signed, with two keys, both
 * languages together, and what passes all checks at that moment; a sentence about a class of claims comes from the
 * register and says what is in force; nothing published is changed, only corrected by a later number; a publication
 * that somebody wrote into the log without those signatures is shown to nobody.
 * Not guaranteed: that a text is true. The checks know vocabulary, in German and English; a paraphrase that uses none of it passes,
 * as do nicknames of customers. That is what the two people are for.
 */
export { type Cadence, cadenceOf } from './cadence.ts'
export { addressesIn } from './checks/addresses.ts'
export { askedClaim, type AskedClaim, askForClaim, askToTakeBack } from './asked-claim.ts'
export { type BlockedSentence, blockedSentences, correctedBy, usesOf } from './blocked-sentences.ts'
export { checkTexts } from './checks/check-draft.ts'
export { namedCustomer } from './checks/customer-names.ts'
export type { Finding } from './checks/finding.ts'
export { folded, plainText } from './checks/plain-text.ts'
export { type ClaimStatement, readyWording } from './claims/claim.ts'
export { composedClaim, type TypedClaim } from './claims/composed-claim.ts'
export type { DeskCommand } from './commands.ts'
export {
  type ClaimSigner,
  type ClaimState,
  claimsInForce,
  type CorrectionTask,
  correctionTasks,
  type Desk,
  type DraftStage,
  type DraftState,
  initialDesk,
  type Published,
  stageOfDraft,
  standingHash,
  validApprovals,
} from './desk.ts'
export { deskAfter, readDesk, withEntry } from './desk-after.ts'
export { deskDraftOf, deskRefusedError, type DeskSession, openDesk } from './desk-session.ts'
export { type Nag, nagsOf } from './nags.ts'
export { claimProblem } from './decide-claim.ts'
export { decideDesk } from './decide-desk.ts'
export { isDeskRefusal } from './commands.ts'
export { parseDraftFile, parseWordsFile } from './draft-file.ts'
export { draftText } from './draft-text.ts'
export { claimHash, type Correction, type Draft, draftHash, subjectOf } from './draft.ts'
export type { DeskEvent } from './events.ts'
export { evolveDesk } from './evolve-desk.ts'
export { claimRoles, claimSigners } from './roles.ts'
export {
  caseSteps,
  isWhollyClean,
  type PublicService,
  publicService,
  type Statements,
  type StepCount,
} from './service-states.ts'
export {
  type ServiceStatement,
  serviceHash,
  severity,
  type StatedState,
  statedStates,
} from './stated-services.ts'
export {
  approversOf,
  type Audience,
  approversText,
  audienceOf,
  isForSite,
  type Tlp,
  tlpOf,
} from './content/audience.ts'
export { headingOf } from './content/composed.ts'
export type { Part, ReleaseProof, RestartWindow } from './content/content.ts'
export { parsePreApproval, type PreApproval, reviewTemplate } from './content/pre-approval.ts'
export { filledForRecipient, recipientSlotNames } from './content/recipient.ts'
export { sieveScript } from './content/sieve.ts'
export { templateFile } from './content/template-file.ts'
export type { Reached, Tellings } from './content/told.ts'
export type { HandedOut } from './desk.ts'
export { reviewDraft } from './decide-draft.ts'
export { shownText } from './decide-publication.ts'
export {
  caseOf,
  decisionMessage,
  hasPair,
  isGenuine,
  type Signature,
  type SignedDecision,
  signDecision,
  type Signer,
} from './signed.ts'
