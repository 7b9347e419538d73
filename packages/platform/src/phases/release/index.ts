/**
 * The way out: one customer at a time, default deny.
 *
 *     clean room ─hash while copying─▶ incoming ─▶ gate (facts + two people) ─▶ event ─▶ folder, one switch
 *
 * Guarantees: what appears in the target is byte for byte what the manifest names, and the case's gate opened
 * for exactly that manifest; a refused or interrupted release leaves nothing there.
 * Not guaranteed: what happens to the files afterwards.
 */
export { releaseUnit, type ReleaseOptions, type ReleaseResult } from './release-unit.ts'
