/**
 * Copies of snapshots in another repository, with its own key.
 *
 *     from: snapshots ─▶ trees ─▶ blobs that `to` lacks ─verify─▶ fresh IV ─▶ to: packs ─▶ index ─▶ snapshots
 *
 * Guarantees: a snapshot appears only when everything it needs is durable; a copy restores to the same bytes, names
 * and times; a second run copies nothing twice. Not guaranteed: that nobody adds snapshots meanwhile.
 */
export { type CopyOptions, type CopyResult, copySnapshots, isAboutReading, originOf } from './copy.ts'
