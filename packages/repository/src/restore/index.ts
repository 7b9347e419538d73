/**
 * A snapshot, back as files.
 *
 *     walk ─▶ directories ─▶ window of files ─▶ fetchBlobs (storage order, verified) ─▶ write by offset
 *          ─▶ hard links ─▶ symbolic links, directory metadata ─▶ verify
 *
 * Guarantees: nothing outside the target is touched, whatever the trees say; a byte is verified before it is
 * written; half files are removed; a second run completes the first. Memory is bounded by two windows of
 * 100,000 pieces, 30,000 directories and links, plus one entry per hard link. Paths may be longer than the system takes.
 * Not guaranteed: that somebody else does not change the target meanwhile; device nodes are made on request
 * only and sockets never, both are reported.
 */
export type { Overwrite, RestoreOptions, RestoreProblem, RestoreResult } from './options.ts'
export { restore } from './restore.ts'
