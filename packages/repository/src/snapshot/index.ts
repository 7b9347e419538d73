/**
 * Restore points: small JSON files that name a root tree.
 *
 * Guarantees: fields and their order survive a rewrite, unknown ones too. Not guaranteed: that `time`,
 * `hostname` or `summary` are true; the client chose them.
 */
export { decodeSnapshot } from './decode.ts'
export { encodeSnapshot } from './encode.ts'
export { fitsFilter, hasTags, isEmptyFilter, selectSnapshots, type SnapshotFilter } from './select.ts'
export type { Snapshot, SnapshotSummary } from './snapshot.ts'
