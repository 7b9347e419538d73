import type { BlobId, SnapshotId } from '../id.ts'
import type { RawField } from '../tree/node.ts'

/** What a backup did; times RFC 3339, sizes in bytes, `dataAddedPacked` after compression. */
export interface SnapshotSummary {
  readonly backupStart: string
  readonly backupEnd: string
  readonly filesNew: number
  readonly filesChanged: number
  readonly filesUnmodified: number
  readonly dirsNew: number
  readonly dirsChanged: number
  readonly dirsUnmodified: number
  readonly dataBlobs: number
  readonly treeBlobs: number
  readonly dataAdded: number
  readonly dataAddedPacked: number
  readonly totalFilesProcessed: number
  readonly totalBytesProcessed: number
}

/** One restore point. `time` is the start of the backup, chosen by the client: no proof of anything. */
export interface Snapshot {
  readonly id: SnapshotId
  readonly time: string
  readonly tree: BlobId
  readonly paths: readonly string[]
  readonly hostname?: string
  readonly username?: string
  readonly uid?: number
  readonly gid?: number
  readonly excludes?: readonly string[]
  readonly tags?: readonly string[]
  readonly parent?: SnapshotId
  /** The snapshot this one is a changed copy of; set once. */
  readonly original?: SnapshotId
  readonly programVersion?: string
  readonly summary?: SnapshotSummary
  readonly unknown?: readonly RawField[]
}
