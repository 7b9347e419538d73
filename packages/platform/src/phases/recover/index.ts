/**
 * From a plan to a clean room, in one pass.
 *
 *     report ─▶ plan (per file the newest clean version, with its reason)
 *     plan ─▶ fetch ─▶ MAC ─▶ decrypt ─▶ SHA-256 ─▶ scan ─┬─ clean ──▶ clean room ─▶ manifest ─▶ verify
 *                                                          ├─ infected ─▶ quarantine, sealed
 *                                                          └─ anything else ─▶ sealed, case review
 *
 * Guarantees: a plan file is input: it is believed in nothing and leads nowhere else; nothing is written to the
 * clean room before its bytes were verified and judged clean by exactly the engine and rules that the manifest
 * names; equal contents are read and scanned once; nothing outside the named folders is touched; an interrupted
 * run continues.
 * Not guaranteed: that `clean` means harmless. It means that these rules found nothing.
 */
export { itemId, planFact, unitFacts } from './case-facts.ts'
export { type ItemOutcome, outcomeKey } from './journal.ts'
export { manifestDigest, type ManifestLine, parseManifest } from './manifest.ts'
export { parsePlan } from './parse-plan.ts'
export { readPlanFile, writePlanFile } from './plan-file.ts'
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
export {
  type RecoveryOptions,
  type RecoveryOutcome,
  type RecoveryProgress,
  runRecovery,
  type UnitOutcome,
} from './run-recovery.ts'
export {
  type EngineDescription,
  type ScanItem,
  type Scanner,
  type ScanVerdict,
  type UnknownCause,
  type Verdict,
  worstVerdict,
} from './scanner.ts'
export { placeOf, unitFolder } from './unit-folder.ts'
export { memoryVerdictCache, type VerdictCache } from './verdict-cache.ts'
export { contentHash, type Verification, verifyCleanRoom } from './verify-clean-room.ts'
