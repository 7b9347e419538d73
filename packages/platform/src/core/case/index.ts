/**
 * The case: from the alarm to the last customer back at work, as events.
 *
 *     command ─▶ decide(state) ─▶ events │ refusal (everything that is missing)
 *     events ─▶ evidence entries ─▶ evolve ─▶ state
 *
 *     unit: waiting ▶ restore points chosen ▶ restored ▶ verified ▶ scanned ▶ approved ▶ released ▶ handed back
 *
 * Guarantees: a unit is released only after proven isolation, with verified and scanned facts of exactly the
 * files that lie ready, no file without the verdict clean, the rules in force, and two people with two keys
 * who signed exactly these facts; any later fact voids their approvals, and each ends with its time. What was written
 * near the incident and looks dangerous waits for a decision; one person alone never lets it through, nobody lets through what is infected, and a
 * decision on facts that changed counts for nothing.
 * Not guaranteed: that the facts are true; the engine that reports them has to be.
 */
export {
  type Approval,
  approvalEnd,
  approvalMessage,
  approverKeyId,
  signApproval,
  unitContentHash,
} from './approval.ts'
export { foldInBatches, inBatch, put } from './batch.ts'
export {
  type ApprovalRequest,
  type GivenWord,
  type RequestDecision,
  requestSealed,
  requestStatement,
  statementDigest,
} from './approval-request.ts'
export {
  approvalsIn,
  approvalsOf,
  keptApprovals,
  requestsOf,
  type RequestStatus,
  statusOf,
} from './request-status.ts'
export { approvalFiles } from './approval-files.ts'
export { type LastingWord, lastingWords } from './lasting-words.ts'
export { type CaseSession, openCase } from './case-session.ts'
export { type Command, type FactCommand, isRefusal, type Refusal } from './commands.ts'
export { keyOf, maySign, type Registration, registrationSealed, vouchersOf } from './credential.ts'
export { decide } from './decide.ts'
export { decisionMessage, type QueueDecision, signDecision } from './decision.ts'
export { draftOf, eventOf } from './entry-of.ts'
export type { CaseEvent, EventOf, HandBackForm, OnsetFact } from './events.ts'
export { evolve } from './evolve.ts'
export { exerciseEnd } from './exercise-end.ts'
export type { Content, Scope, Subject, Voucher } from './identity-events.ts'
export { lettersContent, lettersOf, type ListedLetter, maxLetters } from './letters-content.ts'
export { isInstant, type Override, overrideContentOf, skippable } from './override.ts'
export { contentHash, queueContentOf } from './queue-content.ts'
export { standing } from './quorum.ts'
export { challengeOf, type Seal, sealBytes, type Sealed, sealProblem } from './seal.ts'
export { type ExerciseCheck, exerciseChecks } from './exercise-events.ts'
export {
  type Decided,
  decidedGroups,
  decisionsDigest,
  isReleased,
  missingInQueue,
  possibleOutcomes,
  queueLength,
  signaturesNeeded,
  type Standing,
  standingOf,
  type UnitQueueState,
} from './queue.ts'
export type { HeldContent, QueuedClass, QueuedGroup, QueueOutcome } from './queued-group.ts'
export { followLog, missingEntry } from './follow-log.ts'
export { missingForRelease, type Ready } from './gate.ts'
export {
  type Approver,
  type CaseState,
  countingApprovals,
  type Credential,
  hasQuorum,
  initialCase,
  present,
  type PublishedUpdate,
  stageOf,
  type UnitStage,
  unitStages,
  type UnitState,
} from './state.ts'
export { mayNotSign } from './word-problem.ts'
