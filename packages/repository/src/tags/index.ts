/**
 * Tags of snapshots.
 *
 *     snapshot file ─▶ new file with other tags ─▶ the old file goes
 *
 * Guarantees: there is always a file of the snapshot; unknown fields survive. Not guaranteed: that ids stay, they
 * are hashes of the files.
 */
export { changeTags, type Retagged, type TagOptions } from './change-tags.ts'
