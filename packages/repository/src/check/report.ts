import type { Progress } from '../progress.ts'

/** `error`: data is or may be lost. `hint`: nothing is lost, but something should be tidied. */
export interface Finding {
  readonly code: string
  readonly severity: 'error' | 'hint'
  /** The repository file or the path that is meant. */
  readonly object: string
  readonly message: string
  readonly hint: string
}

export interface CheckReport {
  readonly findings: readonly Finding[]
  readonly packs: number
  readonly blobs: number
  readonly trees: number
  readonly snapshots: number
  /** Bytes of packs read and verified; 0 without `readData`. */
  readonly bytesRead: number
}

export interface CheckOptions {
  /** Read and verify every byte of every pack. */
  readonly readData?: boolean
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** A list that finds nothing twice. */
export interface Findings {
  add(finding: Finding): void
  readonly all: readonly Finding[]
}

/** Findings in the order in which they were made. */
export function collectFindings(): Findings {
  const seen = new Set<string>()
  const all: Finding[] = []
  return {
    all,
    add(finding) {
      const key = `${finding.code} ${finding.object} ${finding.message}`
      if (seen.has(key)) return
      seen.add(key)
      all.push(finding)
    },
  }
}
