import type { AuditFinding as RepositoryFinding } from '@anlauf/repository'

/** Everything an audit can find; a page of the handbook says what to do about each. */
export type FindingCode =
  | RepositoryFinding['code']
  | 'backDated'
  | 'changedObject'
  | 'clustered'
  | 'configChanged'
  | 'futureDated'
  | 'journalBroken'
  | 'journalRewritten'
  | 'keyAdded'
  | 'missingObject'
  | 'retentionPoisoning'
  | 'unknownObject'

/** One finding: what, where, how it is known, what to do. */
export interface VaultFinding {
  readonly code: FindingCode
  readonly severity: 'error' | 'hint'
  /** `kind/id`, a line of the journal, or a path. */
  readonly object: string
  readonly message: string
  readonly hint: string
}

/** A finding that is no hint. */
export function finding(code: FindingCode, object: string, message: string, hint: string): VaultFinding {
  return { code, severity: 'error', object, message, hint }
}
