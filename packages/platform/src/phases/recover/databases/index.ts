/**
 * Rules for getting databases back: pure, no program is started and no file is read here.
 *
 *     archive names ─▶ chain of the log from a base backup to a target, gaps named
 *     restored settings ─▶ differences for a person;   control data ─▶ settings of the clean room
 *     two inventories ─▶ roles, functions, triggers, extensions that came, went, changed
 *     tables, keys, references ─▶ whose row is it: one tenant's, nobody's, two tenants'
 *
 * Guarantees: what backups, archives and restored clusters say is input; nothing here throws on it except
 * `wal-invalid` and `input-invalid` with the name of what is wrong.
 */
export { type BaseDescription, encodeBase, isClusterName, parseBase, walRangeOf } from './base-description.ts'
export {
  cleanRoomSettings,
  type ControlLimits,
  ordinaryLimits,
  type RecoveryTarget,
  type SettingDifference,
  settingsOf,
} from './clean-settings.ts'
export { type ControlData, parseControlData } from './control-data.ts'
export { formatLsn, type Lsn, parseLsn } from './lsn.ts'
export {
  readSegmentHeader,
  type SegmentHeader,
  segmentHeaderBytes,
  segmentProblem,
} from './segment-header.ts'
export { type ArchivedName, parseArchivedName, segmentName, segmentOf } from './segment-name.ts'
export { type Ancestor, parseTimelineHistory } from './timeline-history.ts'
export { type Archive, type BaseRange, walChain, type WalChain } from './wal-chain.ts'
export { compareInventories, type ObjectChange } from './compare-inventories.ts'
export { type Inventory, type InventoryLine, parseInventory } from './inventory.ts'
export { readReplay, type Replay } from './replay-log.ts'
export {
  compareTables,
  digestSql,
  tableDigest,
  type TableDifference,
  type TableDigest,
} from './table-digest.ts'
export {
  chooseSql,
  closeSql,
  countsSql,
  dropOthersSql,
  type Reference,
  rowCounts,
  type RowCounts,
  rowRules,
  type RowRules,
  type RowTable,
  seedSql,
  spreadSql,
} from './tenant-rows.ts'
export { type Moment, momentReader } from './log-moments.ts'
export { copyRows } from './copy-binary.ts'
export type { CutPiece, Examine } from './piece.ts'
export type { DatabaseValue } from './values.ts'
