/**
 * What a client that holds the key could have forged, and `check` does not ask.
 *
 *     index files ─▶ against each pack's own header ─▶ blobs at several places, each read
 *     snapshots ─▶ trees: order, names, sizes, restic's exact text
 *
 * Guarantees: an index entry that its pack does not confirm is found, and so is a bad copy of a blob that lies in
 * several packs; nothing is written, no lock is taken. Not guaranteed: that blobs at a single place are whole; that
 * takes `check` with `readData`. Whether objects are missing or new is a question for a witness outside.
 */
export { auditIndex } from './audit-index.ts'
export { auditSnapshots } from './audit-snapshots.ts'
export { auditTrees } from './audit-trees.ts'
export type { AuditFinding, AuditOptions } from './finding.ts'
