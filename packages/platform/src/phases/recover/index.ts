/**
 * From a plan to a clean room, in one pass.
 *
 *     report ─▶ plan (per file the newest clean version, with its reason)
 *     plan ─▶ fetch ─▶ MAC ─▶ decrypt ─▶ SHA-256 ─▶ scan ─┬─ clean ──▶ clean room ─▶ manifest ─▶ verify
 *                                                          ├─ infected ─▶ quarantine, sealed
 *                                                          └─ anything else ─▶ sealed, case review
 *
 * Guarantees: a plan file is input and believed in nothing; no file gets a name in the clean room before its bytes
 * were verified and judged clean by exactly the engine and rules that the manifest names; equal contents are read
 * and scanned once (within 100,000 pieces); nothing outside the named folders is touched, whatever links somebody
 * puts there; an interrupted run continues, and what was changed meanwhile is noticed and restored again.
 * Not guaranteed: that `clean` means harmless. It means that these rules found nothing. Owners, directories' modes
 * and empty directories are not restored.
 */
export * from './estimate/index.ts'
export { itemId, planFact, unitFacts } from './case-facts.ts'
export {
  type CutPiece,
  type DatabaseEngine,
  type DatabasePiece,
  databasesHost,
  type Examine,
  pieceFolder,
  pieceName,
} from './databases/piece.ts'
export {
  addPiece,
  emptyPlan,
  type FlaggedValue,
  heldFacts,
  keptPieces,
  makePiece,
} from './databases/unit/index.ts'
export type { Danger } from './hunt/danger.ts'
export { huntHistory } from './hunt/hunt-history.ts'
export type { HuntOptions } from './hunt/hunt-options.ts'
export type { HuntHit, HuntReport } from './hunt/hunt-report.ts'
export { memberSearch, type InsideGap, type InsideRow } from './hunt/inside.ts'
export { type KnownHashes, memoryKnownHashes } from './hunt/known-hashes.ts'
export { answerOf, type InsideAnswer, type KnownInsides, memoryKnownInsides } from './hunt/known-insides.ts'
export type { MemberHit } from './hunt/member-places.ts'
export type { Sighting } from './hunt/sightings.ts'
export { type ItemOutcome, outcomeKey } from './journal.ts'
export {
  checkMailbox,
  isMended,
  type MailboxCheck,
  type MailboxMending,
  type MailFinding,
  type MailFindingKind,
  type MendedMailbox,
  mendMailbox,
  planMending,
  readMailboxes,
} from './mail/index.ts'
export { manifestDigest, type ManifestLine, parseManifest } from './manifest.ts'
export type { UnitOutcome } from './open-unit.ts'
export { orderUnits, type PlanOrder } from './order/order-units.ts'
export { parsePlan } from './parse-plan.ts'
export { readPlanFile, writePlanFile } from './plan-file.ts'
export { contentHash, openPlaced, readPlacedLink } from './placed.ts'
export { type PlanOptions, planRecovery } from './plan-recovery.ts'
export {
  type LeftOut,
  type PlanItem,
  type ReasonCode,
  type RecoveryPlan,
  summarisePlan,
  type UnitPlan,
  type UnitSummary,
} from './plan.ts'
export { type Publication, publishFile, publishLink } from './publish.ts'
export {
  type RecoveryOptions,
  type RecoveryOutcome,
  type RecoveryProgress,
  runRecovery,
} from './run-recovery.ts'
export { rulesInArchive } from './rule-archive.ts'
export {
  type EngineDescription,
  type ScanAnswer,
  type ScanItem,
  type Scanner,
  type ScanVerdict,
  type UnknownCause,
  type Verdict,
  worstVerdict,
} from './scanner.ts'
export type { Permit } from './settle.ts'
export { placeOf, unitFolder } from './unit-folder.ts'
export { memoryVerdictCache, type VerdictCache } from './verdict-cache.ts'
export { liftUnknown, mergeVerdicts } from './verdicts/algebra.ts'
export type { ContainerMember, ContainerSplitter } from './verdicts/container-splitter.ts'
export { type PanelOptions, type ScannerPanel, scannerPanel } from './verdicts/scanner-panel.ts'
export { type Verification, verifyCleanRoom } from './verify-clean-room.ts'
export * from './queue/index.ts'
export { type WholeAlternative, wholeAlternative } from './whole-snapshot/whole-alternative.ts'
export { orWriteFailure } from './write-failure.ts'
