/**
 * Where to look first, from what is known already.
 *
 *     trees ─▶ changes ─▶ signs (names, sizes, counts, records) ─▶ ranked files, nights, first onsets
 *
 * Guarantees: reads no data pack; bounded memory for what it reports; integers that replay.
 * Non-guarantees: no verdicts. A night without signs is no clean night: without records, what is encrypted in
 * place under its name looks like work.
 */
export {
  triageHistory,
  type TriagedFile,
  type TriagedNight,
  type TriageOptions,
  type TriageReport,
} from './triage-history.ts'
