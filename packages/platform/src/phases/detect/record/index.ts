/**
 * Feature records: what is remembered of every file version, so that the next question costs no data pack.
 *
 *     blob ─▶ histogram, random windows ──┐ by blob id            (measured once, whatever holds it)
 *     version ─▶ type, verdict, edges ────┴ by content key ─▶ sealed segments in a folder
 *
 * Guarantees: at most 1.3 KB a version of one blob; rebuilt from the repository at any time with the same
 * records; sealed with a key of the repository's own; what is damaged or foreign is discarded, never believed.
 * Non-guarantees: a cache, no evidence; records are made when they are asked for, a backup does not wait for them.
 */
export { buildFeatures, type BuildCounts } from './build-features.ts'
export { type FeatureStore, openFeatures } from './feature-store.ts'
export type { ChunkFeatures, VersionFeatures } from './features.ts'
export { versionFeatures } from './version-features.ts'
export { randomBytes } from './window-map.ts'
