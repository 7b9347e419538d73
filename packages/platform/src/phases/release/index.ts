/**
 * The way out: one customer at a time, default deny.
 *
 *     gate ─▶ clean room ─hash while copying─▶ incoming ─▶ gate again ─▶ event ─▶ folder, one switch
 *
 * Guarantees: what appears in the target is byte for byte what the manifest names, and the case's gate (facts and
 * two people) opened for exactly that manifest; a refused or stopped release leaves nothing there, and what a
 * killed one leaves is hidden, private and gone with the next. An event stands before every folder: killed
 * between the two, the same call records a second one and completes.
 * Not guaranteed: what happens to the files afterwards.
 *
 * Then `handBack`: from the released folder to the tenant, with a receipt; see `hand-back/index.ts`. And `recall/`: what
 * of it has to come back.
 */
export * from './hand-back/index.ts'
export * from './recall/index.ts'
export { releaseUnit, type ReleaseOptions, type ReleaseResult } from './release-unit.ts'
