/**
 * Searching snapshots: for entries by pattern and time, for blobs, trees and packs by id.
 *
 *     snapshots ─walk─▶ entries ─▶ pattern, time │ content, subtree
 *
 * Guarantees: what stock restic finds, in the order of snapshots and paths; a directory that all snapshots
 * share and that holds nothing is read once. Not guaranteed: completeness where directories are damaged; each
 * of those is reported.
 */
export { findObjects, type FoundObject, idsInPacks } from './find-objects.ts'
export { findPaths, type FindPathsOptions, type FoundPath } from './find-paths.ts'
