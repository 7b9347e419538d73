import type { BadCopy } from '../bad-copies.ts'
import type { SnapshotId } from '../id.ts'
import type { Progress } from '../progress.ts'

export interface PruneOptions {
  /** How much unused data may stay: a share of all data that is left (0 to 1), bytes, or no limit. Default 5 %. */
  readonly maxUnused?: { readonly share: number } | { readonly bytes: number } | 'unlimited'
  /** Repack at most so many bytes of packs; the rest waits for the next prune. */
  readonly maxRepackBytes?: number
  /** Repack packs below 80 % of the target size too. */
  readonly repackSmall?: boolean
  /** Repack packs with blobs that are not compressed (format 2). */
  readonly repackUncompressed?: boolean
  /** Repack packs of trees only: cheap where data lies on slow storage. */
  readonly repackCacheableOnly?: boolean
  readonly dryRun?: boolean
  /** Only for a dry run: as if these snapshots were gone already. */
  readonly without?: readonly SnapshotId[]
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
}

/** Blobs and their bytes in packs. */
export interface Amount {
  readonly blobs: number
  readonly bytes: number
}

/** What a prune did, or would do after a dry run. Bytes are those of packs; the index is not counted. */
export interface PruneResult {
  readonly snapshots: number
  /** Needed by snapshots, each blob once. */
  readonly used: Amount
  /** Further copies of needed blobs. */
  readonly duplicate: Amount
  readonly unused: Amount
  /** Packs that no index file names. */
  readonly orphaned: { readonly packs: number; readonly bytes: number }
  /** Packs that the index names, that do not exist and that nobody needs. */
  readonly absentPacks: number
  /** Copied into new packs. */
  readonly repacked: Amount & { readonly packs: number }
  readonly removedPacks: number
  /** Blobs that go, and bytes of the packs before minus those after. */
  readonly removed: Amount
  /** Unused bytes that stay in packs. */
  readonly unusedLeft: number
  readonly packs: { readonly before: number; readonly after: number }
  /** Copies that turned out damaged while another one is whole: of these the whole one stays. */
  readonly badCopies: readonly BadCopy[]
  /** Index files written, and those they replace. */
  readonly indexFiles: { readonly written: number; readonly removed: number }
}
