/**
 * What has to be true before anything is deleted over the network.
 *
 *     plan (kind/id, bytes) ─two people sign─▶ in force ─┐
 *     no hold · trusted clock · older than the retention ─┴▶ DELETE by a maintainer
 *
 * Guarantees: one person or one key is not enough; a plan that was edited after the signatures is none; people are
 * registered on the vault's own disk, never over the network.
 * Not guaranteed: that the plan is wise. It shows count and bytes; whoever signs has to look.
 */
export { makePlan, type PlanFigures } from './make-plan.ts'
export {
  approvalsNeeded,
  approversOf,
  type DeletePlan,
  planDigest,
  type PlanApprover,
  publicKeyOf,
  signPlan,
} from './plan.ts'
export { rehearse } from './rehearsal.ts'
export {
  type Hold,
  keepPlan,
  type KeptPlan,
  openPlanBook,
  type PlanBook,
  readApprovers,
  readHold,
  readPlan,
  writeApprovers,
  writeHold,
} from './plan-files.ts'
