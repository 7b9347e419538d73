/**
 * When did it start, whom did it hit, and which version of each file is still clean?
 *
 *     trees + index ─▶ changes (equal subtrees skipped) ─▶ renames paired ─▶ signals + validators
 *                              └─▶ verdict per version ─▶ what files say about each other ─▶ onset, clean version
 *
 * And while it happens: `watch/`, files looked at as they change, an alarm after the second destroyed one.
 *
 * Guarantees: a version is called clean only against its own clean past or by a check of its content; the
 * first unexplained noise makes it `unknown`, never `clean`; metadata decides what is read at all. One file
 * alone, under however many names, never makes an onset.
 * Non-guarantees: the baseline (the first snapshot of a series) is believed until a change makes us look, and so is
 * what no check can look into, when it arrived before an attack and nothing spoke against it;
 * files over 64 MiB are compared where their blobs changed, in windows when that is more than 64 MiB; noise
 * over noise of a kind that no check knows (a film, a key file) stays `unknown` unless names, footers or
 * company convict it; ciphertext as the pixels of a correct picture, or as a member of an archive that is new and
 * promises nothing by its names, passes. What was measured so far is in `docs/detection.md`.
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
export { type BackupNotes, buildFeatures, notesOfBackup, openFeatures } from './record/index.ts'
export { entriesBelow } from './entries-below.ts'
export { defaultThresholds, type Thresholds } from './thresholds.ts'
export { triageHistory, type TriageReport } from './triage/index.ts'
export {
  aboveOthers,
  alarmWeight,
  canaryOf,
  type CanaryRecord,
  type Hit,
  openCanaries,
  placeCanaries,
  removeCanaries,
  type RunningWatch,
  sealCanaries,
  watchFiles,
} from './watch/index.ts'
export type { Change } from './change.ts'
export { judgeChange } from './judge.ts'
export type { Judgement } from './judge-first.ts'
export { histogramOf, uniformityZ } from './signals/chi-square.ts'
export { checksumFits as tarChecksumFits, memberSize as tarMemberSize } from './validators/tar.ts'
export { unbzip2 } from './validators/bzip2/blocks.ts'
export { contentTypes, endingOf, sniff } from './validators/index.ts'
export { decodeLzma, lzmaState } from './validators/xz/lzma.ts'
export { unpackLzma2 } from './validators/xz/lzma2.ts'
export { rangeDecoder } from './validators/xz/range-decoder.ts'
export { zipEntries } from './validators/zip/members.ts'
