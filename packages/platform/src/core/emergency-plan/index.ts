/**
 * The emergency plan as code: what is done, by which roles, in which order, behind which gates.
 *
 *     plan.yaml ─parse─▶ EmergencyPlan ─▶ digest (what people sign) · waves · diagram · CACAO playbook
 *
 * Guarantees: a plan that was read has no circle, no reference that leads nowhere, no gate whose fact nothing
 * produces, and a way back for everything that changes a system; its conditions are a closed language and nothing in
 * it runs; equal plans have equal digests, whatever their files look like. Not guaranteed: that the plan fits your
 * house. Findings of `lintPlan` say what it lacks, an exercise says the rest.
 */
export { exportPlaybook } from './cacao/export-plan.ts'
export { importPlaybook } from './cacao/import-playbook.ts'
export type { ImportProblem } from './cacao/import-problem.ts'
export { diagramWords, planDiagram } from './diagram.ts'
export { stagesBefore } from './check-stages.ts'
export { planDigest, stageDigest } from './digest.ts'
export { type FieldKind, fieldOf, type FormField, wrongValue } from './form-field.ts'
export { planSchema } from './json-schema.ts'
export { lintPlan, type PlanFinding, type RosterRow } from './lint.ts'
export {
  type Action,
  type CaseFact,
  type EmergencyPlan,
  type FoundHarm,
  type GateFact,
  type Role,
  roles,
  type SaidFact,
  saidFacts,
  type Stage,
  type WorkFact,
} from './model.ts'
export { parseEmergencyPlan, type PlanProblem } from './parse-plan.ts'
export { chooses, type Collection, type Element, type Selection } from './selection.ts'
export { wavesOf } from './waves.ts'
export { writeEmergencyPlan } from './write-plan.ts'
