/**
 * Feature records: what is remembered of every file version, so that the next question costs no data pack.
 *
 *     a backup's threads ─┐
 *     buildFeatures ──────┴▶ blob ─▶ histogram, random windows, text, edges ─┐ by blob id
 *     buildFeatures ─▶ version ─▶ what a check said ─────────────────────────┴ by content key ─▶ sealed segments
 *     versionFeatures ◀── the records of a version's blobs
 *
 * Guarantees: at most 1.2 KB a version of one blob; the same record whether a backup made it or it is rebuilt from
 * the repository; sealed with a key of the repository's own; what is damaged or foreign is discarded, never believed;
 * a backup never fails for them, and what it could not note (killed, full disk) is measured later.
 * Non-guarantees: a cache, no evidence; of blobs over 16 KiB a quarter is counted, so that noise that somebody puts
 * beside the counted bytes is seen when versions are read, not in triage.
 */
export { type BackupNotes, notesOfBackup } from './backup-notes.ts'
export { buildFeatures, type BuildCounts } from './build-features.ts'
export { type FeatureStore, openFeatures } from './feature-store.ts'
export type { ChunkFeatures, VersionFeatures } from './features.ts'
export { versionFeatures } from './version-features.ts'
export { randomBytes } from './window-map.ts'
