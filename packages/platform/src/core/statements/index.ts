/**
 * What each tenant is told about its own part: verdicts that people signed, and the letters that say so.
 *
 *     finding (tenant × service × data × harm → verdict, grounds, bounds, gaps) ─signed─▶ in force
 *     in force + facts ─▶ statement of a tenant ─▶ drafted ─dpo + forensics sign its hash─▶ approved ─▶ posted ─▶ delivered
 *     a finding or fact that changes ─▶ the statement needs a revision
 *
 * Guarantees: "excluded" is in force only with evidence and two signatures; of several findings on one question the one
 * with the latest knowledge holds, whatever the order of the log; an approval counts for exactly one content; nothing
 * approved is replaced, it gets a revision behind it. All of it follows from the log, which holds hashes and ids.
 * Not guaranteed: that a verdict is right. The content of a statement is kept beside the log, by its hash.
 */
export { askedFindings, askForFindings } from './asked-findings.ts'
export {
  decideStatements,
  nextRevision,
  requireSoundFindings,
  type StatementCommand,
} from './decide-statements.ts'
export {
  excludingRoles,
  rolesStating,
  type Finding,
  findingHash,
  findingQuestion,
  type Harm,
  harms,
  type Verdict,
  verdicts,
} from './finding.ts'
export { findingProblem } from './finding-problem.ts'
export { drawnLetters, type LetterToRead, lettersToRead, wordingsOf } from './letters-to-read.ts'
export { letterProver, type LetterProver, type SignedWords, signedWords } from './letter-proof.ts'
export { verifyLetterScript } from './verify-letter-script.ts'
export { parseFindings } from './parse-findings.ts'
export { statementsAfter } from './evolve-statements.ts'
export { countingSigners } from './signed-findings.ts'
export { lettersUnread, waitingLetters } from './signed-letters.ts'
export { type StatementEvent, statementEventOf } from './statement-events.ts'
export {
  type FindingState,
  initialStatements,
  letterKey,
  isPromiseOver,
  lastTold,
  type Revision,
  type StatementDesk,
  statementApprovals,
  statementRoles,
  statementStage,
} from './statement-desk.ts'
export { findingsInForce, isInForce } from './findings-in-force.ts'
export { openStatements, type StatementSession } from './statement-session.ts'
