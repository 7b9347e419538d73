import type { Progress } from '../progress.ts'

export interface RestoreOptions {
  /** Folder that stands for "/"; made when it is missing. */
  readonly target: string
  /** Paths in the snapshot; they and what is below them are restored. Default: everything. */
  readonly include?: readonly string[]
  /** Counts, compares with what exists, changes nothing. */
  readonly dryRun?: boolean
  /** What to do with files that exist: keep them, or (default) replace those whose content differs. */
  readonly overwrite?: 'never' | 'if-different'
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** An entry that could not be restored, or not completely. */
export interface RestoreProblem {
  readonly path: string
  readonly code: string
  readonly message: string
}

export interface RestoreResult {
  /** Regular files written, hard links and symbolic links included. */
  readonly files: number
  readonly directories: number
  /** Plain bytes written. */
  readonly bytes: number
  /** Files that were there with the right content, or that `overwrite: 'never'` kept. */
  readonly skippedFiles: number
  readonly problems: readonly RestoreProblem[]
}
