/**
 * Removal of what no snapshot needs.
 *
 *     snapshots ─▶ trees ─▶ used bits ─▶ one copy of each ─▶ packs: keep · repack · remove
 *         new packs ─▶ their index ─▶ index without the old packs ─▶ old index files go ─▶ old packs go
 *
 * Guarantees: killed at any moment, every snapshot can be restored and stock restic's check finds no error; of
 * several copies only one that was read and verified lets the others go; nothing is changed when anything that
 * a snapshot needs is absent. Memory: a few bits a blob next to the index.
 * Not guaranteed: that packs which stay are whole; `check` reads them.
 */
export type { Amount, PruneOptions, PruneResult } from './options.ts'
export { prune, pruneLocked } from './prune.ts'
