/**
 * When did it start, whom did it hit, and which version of each file is still clean?
 *
 *     trees + index ─▶ changes (equal subtrees skipped) ─▶ renames paired ─▶ signals + validators
 *                                                                    └─▶ verdict per version ─▶ onset, clean version
 *
 * Guarantees: a version is called clean only against its own clean past or by a check of its content; the
 * first unexplained noise makes it `unknown`, never `clean`; metadata decides what is read at all.
 * Non-guarantees: the baseline (the first snapshot of a series) is believed until a change makes us look;
 * text re-encoded by an attacker as base64 is not noticed yet; files over 64 MiB are compared in windows.
 */
export { detectHistory, type DetectOptions, seriesKey, unassignedTenant } from './detect-history.ts'
export type {
  ConvictedRole,
  DetectCounters,
  FileVerdict,
  HistoryReport,
  JudgedFile,
  JudgedVersion,
  Onset,
  TenantOnset,
} from './report.ts'
export { defaultThresholds, type Thresholds } from './thresholds.ts'
