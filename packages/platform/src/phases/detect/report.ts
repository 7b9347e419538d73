import type { Salvage } from './signals/unchanged-ranges.ts'

/** What is said of one version of one file. `unknown` is never treated as clean. */
export type FileVerdict = 'clean' | 'convicted' | 'suspicious' | 'unknown'

export interface JudgedVersion {
  readonly snapshot: string
  readonly verdict: FileVerdict
  /** Plain sentences for people. */
  readonly reasons: readonly string[]
  /** What it says about the tenant, in milli-nats: 1000 · ln of how much likelier it is under an attack. */
  readonly score: number
  /** The file's own change time (ctime), which programs cannot set back; absent for what vanished. */
  readonly changedAt?: string
  /** Of a version that is not clean: stretches that are as they were in the clean one; absent when there are none. */
  readonly salvage?: Salvage
}

/** Why a convicted entry is no victim itself. */
export type ConvictedRole = 'victim' | 'successor' | 'note'

export interface JudgedFile {
  readonly host: string
  readonly path: string
  readonly tenant: string
  readonly role: ConvictedRole
  /** Of a successor: the path whose content it holds, when the names tell. */
  readonly original?: string
  readonly versions: readonly JudgedVersion[]
  /** Snapshots from which to which its first version lay there, when no check can look inside and nothing spoke against it. */
  readonly arrival?: { readonly since: string; readonly until: string }
  /** Newest snapshot in which the path holds clean content; null when no version is known to be clean. */
  readonly newestClean: string | null
}

/** Encryption began after the one snapshot and before the other. Times are RFC 3339. */
export interface Onset {
  readonly after: string | null
  readonly before: string | null
  readonly from: string
  readonly to: string
}

export interface TenantOnset {
  readonly tenant: string
  readonly onset: Onset | null
  readonly filesHit: number
  /** Highest cumulated sum and highest score of the stock of convicted files, in milli-nats; 13,816 alarm. */
  readonly scores: { readonly sum: number; readonly stock: number }
}

export interface DetectCounters {
  readonly snapshots: number
  readonly treesRead: number
  readonly filesSeen: number
  readonly changesJudged: number
  readonly bytesRead: number
}

/** The result of `detectHistory`, and the JSON of `anlauf detect history --json`. */
export interface HistoryReport {
  readonly snapshots: readonly {
    readonly id: string
    readonly time: string
    readonly host: string
    readonly paths: readonly string[]
  }[]
  /** Files with at least one judged change; files that never changed are left out. */
  readonly files: readonly JudgedFile[]
  readonly onset: Onset | null
  readonly tenants: readonly TenantOnset[]
  readonly counters: DetectCounters
}
