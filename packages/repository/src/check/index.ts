/**
 * Is the repository sound?
 *
 *     snapshots ─▶ index ─▶ packs (present, size) ─▶ trees ─▶ files' blobs │ readData: every byte
 *
 * Guarantees: each finding names the object and what to do; damage never ends the check. Without `readData`
 * the content of packs is not looked at, apart from directories.
 */
export { check } from './check.ts'
export type { CheckOptions, CheckReport, Finding } from './report.ts'
