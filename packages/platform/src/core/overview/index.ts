/**
 * What screens show of a case, computed from its events and the counters of its work; nothing is typed or guessed.
 *
 *     entries ─▶ boardAfter ─▶ CaseBoard (true up to `seq`) ─▶ first hour · matrix · restart plan · throughput
 *
 * Guarantees: each figure says up to which entry it holds, each stage names the entry that proves it; what is not
 * known is null; a board continued from a kept one is the same as one made from the first entry. Not guaranteed: that
 * a duration comes true; ranges rest on rates that were measured, people and approvals come on top.
 */
export { boardAfter, type CaseBoard, emptyBoard, type Place, type Proof } from './board.ts'
export { type Around, type FirstHour, firstHourOf } from './first-hour.ts'
export { type DueRow, type DueSummary, dueSummary } from './due-summary.ts'
export { type Matrix, type MatrixFilter, matrixOf, type MatrixRow, type MatrixService } from './matrix.ts'
export { type NextStep, type StepAction, stepActions } from './next-steps.ts'
export type { Amount, Pace, PaceSample } from './pace.ts'
export { type RestartPlan, restartPlanOf, type RestartService } from './restart-plan.ts'
export { type Curve, type Throughput, throughputOf } from './throughput.ts'
