import type { BadCopy } from '../bad-copies.ts'
import type { Progress } from '../progress.ts'
import type { WantedPaths } from './selection.ts'

/**
 * What to do with entries that exist: `always` replaces files whose content differs, looking at every byte;
 * `if-changed` takes equal size and time for equal content; `if-newer` keeps what is as new as the snapshot's
 * or newer; `never` keeps whatever exists, its owner and mode too.
 */
export type Overwrite = 'always' | 'if-changed' | 'if-newer' | 'never'

export interface RestoreOptions extends WantedPaths {
  /** Folder that stands for "/"; made when it is missing. */
  readonly target: string
  /** A directory of the snapshot that stands for "/": only what is below it is restored. */
  readonly subfolder?: string
  /** Counts, compares with what exists, changes nothing. */
  readonly dryRun?: boolean
  /** Default `always`. */
  readonly overwrite?: Overwrite
  /** Blocks of zeros become holes. */
  readonly sparse?: boolean
  /** Make device nodes, as root. A device in the wrong hands is the whole machine: nobody gets one unasked. */
  readonly devices?: boolean
  /** Read every file again afterwards and compare it with the snapshot. */
  readonly verify?: boolean
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
  /** Files, hard links, symbolic links, pipes and devices that were made. */
  readonly files: number
  readonly directories: number
  /** Plain bytes written. */
  readonly bytes: number
  /** Files that were there with the right content, or that `overwrite` kept. */
  readonly skippedFiles: number
  /** Files whose content was read again and is right; 0 without `verify`. */
  readonly verifiedFiles: number
  readonly problems: readonly RestoreProblem[]
  /** Damaged copies in the repository that were passed over for whole ones: nothing is missing, but look at the disk. */
  readonly badCopies: readonly BadCopy[]
}
