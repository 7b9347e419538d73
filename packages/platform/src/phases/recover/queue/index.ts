/**
 * Everything that was written near the incident, for people to decide: the attacker was inside by then.
 *
 *     report + plan ─▶ [onset − w, shutdown]: changed files ─▶ class N1…N6 ─▶ groups of equal facts ─▶ list · show
 *     what a run held back ───────────────────────────────────────────────────┘
 *     decisions of people (`core/case`) + report ─▶ second plan, up to the shutdown
 *
 * Guarantees: a group holds one content of one tenant, one class, one version before: a decision never covers a
 * mixture. Its digest covers all that; when a fact changes it is another group. The same backups give the same groups.
 * Not guaranteed: that N1 and N2 are harmless: nothing objected to them. Programs are known by place, name and
 * content; one that hides in a picture is found by scanners or not at all. Deleted files are not here: the plan
 * brings them back. Without an onset there is no window.
 */
export { buildQueue, type CaseQueue, type UnitQueue } from './build-queue.ts'
export { compareVersions, type ItemView, type VersionView } from './compare-versions.ts'
export { heldFiles } from './held-files.ts'
export { needsPerson, type QueueClass, type QueueGroup, type QueueItem } from './queue-group.ts'
export { type DecidedPlan, planWithDecisions } from './plan-with-decisions.ts'
export { queueFacts } from './queue-fact.ts'
export { readQueueFile, writeQueueFile } from './queue-file.ts'
export type { DifferenceRow, TextDifference } from './text-difference.ts'
export { visibleText } from './visible-text.ts'
export { defaultWindowHours, riskWindow, type RiskWindow } from './risk-window.ts'
