import type { Progress } from '../progress.ts'

export type AuditCode =
  | 'damagedObject'
  | 'duplicateLocation'
  | 'indexGap'
  | 'indexHeaderMismatch'
  | 'indexMissingPack'
  | 'orphanedPack'
  | 'treeDefect'

/** `error`: something was forged or lost. `hint`: worth a look, nothing is lost. */
export interface AuditFinding {
  readonly code: AuditCode
  readonly severity: 'error' | 'hint'
  /** The repository file or the path that is meant. */
  readonly object: string
  readonly message: string
  readonly hint: string
}

export interface AuditOptions {
  readonly signal?: AbortSignal | undefined
  readonly onProgress?: ((progress: Progress) => void) | undefined
}
