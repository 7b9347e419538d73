export type MediaFindingCode =
  | 'header-damaged'
  | 'content-damaged'
  | 'foreign-entry'
  | 'too-large'
  | 'truncated'
  | 'unsealed'
  | 'label-missing'
  | 'catalogue-damaged'
  | 'seal-differs'
  | 'file-missing'
  | 'left-out'
  | 'read-failed'

/** Something about a volume that somebody has to know; `at` counts bytes from its beginning. */
export interface MediaFinding {
  readonly code: MediaFindingCode
  /** `hint`: the volume holds everything that it says. */
  readonly severity: 'error' | 'hint'
  readonly message: string
  readonly at?: number
}

/** A hostile or ruined medium can have a finding every 512 bytes. */
const maxKept = 1_000

/** Keeps the first thousand and counts the rest. */
export class MediaFindings {
  readonly kept: MediaFinding[] = []
  errors = 0

  add(code: MediaFindingCode, message: string, more: { at?: number; severity?: 'hint' } = {}): void {
    const { at, severity = 'error' } = more
    if (severity === 'error') this.errors += 1
    if (this.kept.length < maxKept)
      this.kept.push({ code, severity, message, ...(at === undefined ? {} : { at }) })
  }
}
