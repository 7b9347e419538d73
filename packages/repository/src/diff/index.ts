/**
 * What differs between two snapshots.
 *
 *     tree before ─┐
 *     tree after  ─┴─▶ entries by name ─▶ changes, and the blobs that only one of them needs
 *
 * Guarantees: the changes and figures of stock restic; equal directories are not compared, only their blobs
 * counted. Memory: one entry for each blob of what differs.
 */
export { diffSnapshots, type Change, type DiffOptions, type DiffResult, type DiffSide } from './diff.ts'
