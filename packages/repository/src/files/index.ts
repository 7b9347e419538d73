/**
 * Files that are made in one go: the thread that opened the only blob of a file writes it as well.
 *
 *     columns of a job ─▶ wholeFileWriter ─▶ open new │ write │ owner, mode, times by handle ─▶ close ─▶ outcome
 *
 * Guarantees: never follows a link, never touches what exists; a file is there whole, with mode and times, or
 * the outcome says what is missing. Not guaranteed: a reason. Whoever gave the job does again what is `left`,
 * the ordinary way, and finds the words there.
 */
export { type WholeFiles, wholeFile } from './whole-files.ts'
export { type WholeFileWriter, wholeFileWriter } from './write-whole-files.ts'
