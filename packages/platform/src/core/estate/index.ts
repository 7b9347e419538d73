/**
 * What we protect: provider, products, services, systems, data sets, tenants, and who depends on whom.
 *
 *     estate.yaml ─parse─▶ Estate ─▶ restart order · impact · lint · whose path is this
 *
 * Guarantees: a model is frozen and every reference in it leads somewhere; every problem names line, column
 * and remedy. Not guaranteed: that the file tells the truth about the machines.
 */
export { declaredGroupOf } from './declared-group.ts'
export { deepFreeze } from './deep-freeze.ts'
export { impactOf, type Impact } from './impact.ts'
export {
  type ContractNotice,
  type DutyEvent,
  dutyEvents,
  type GermanLand,
  germanLands,
  type LegalProfile,
} from './legal-profile.ts'
export { lintEstate } from './lint.ts'
export type { LintFinding } from './lint-finding.ts'
export type { Copy, Dataset, Estate, EstateProblem, Keep, RestoreLayer, Service, Tenant } from './model.ts'
export type { Words } from './words.ts'
export { nearest } from './nearest.ts'
export { parseEstate } from './parse-estate.ts'
export { readDocument } from './read-document.ts'
export { restartOrder, type RestartOrder } from './restart-order.ts'
export { type PlaceReason, restoreOrder, type RestoreOrder, type RestoreStep } from './restore-order.ts'
export { restoreRank, type RestoreRank } from './restore-rank.ts'
export { serviceOf } from './service-of.ts'
export { type Field, problem, type Reading, type Shape } from './shape.ts'
export { type Owner, sliceFolders, tenantOf } from './tenant-of.ts'
export { foldersOfTenant, namesOtherTenant, type TenantShare, tenantShare } from './tenant-share.ts'
