import type { BadCopies } from './bad-copies.ts'
import type { RepositoryConfig } from './config/config.ts'
import type { RepositoryError } from './error.ts'
import type { BlobId, SnapshotId } from './id.ts'
import type { BlobIndex } from './index/blob-index.ts'
import type { BlobType } from './index/blob-type.ts'
import type { MasterKey } from './keys/master-key.ts'
import type { Snapshot } from './snapshot/snapshot.ts'
import type { Storage } from './storage/index.ts'
import type { Node } from './tree/node.ts'

/** An open repository. Every byte it returns was MAC-checked, and its SHA-256 is the id it was asked for. */
export interface Repository {
  readonly id: string
  readonly storage: Storage
  readonly config: RepositoryConfig
  readonly masterKey: MasterKey
  /** The key file that opened the repository. */
  readonly keyId: string
  /** Damage that did no harm because there was another copy. */
  readonly badCopies: BadCopies
  /**
   * All snapshots, verified, sorted by time, then id. Throws `damaged` for the first that is not whole, unless
   * `onDamaged` takes it: only for reading, because whoever removes must know what every snapshot needs.
   */
  listSnapshots(options?: {
    onDamaged?: (id: SnapshotId, error: RepositoryError) => void
  }): Promise<readonly Snapshot[]>
  /** The index, read once. Call `listSnapshots` first: a snapshot may be newer than the index otherwise. */
  loadIndex(): Promise<BlobIndex>
  /** Reads the index again, for instance after somebody else's backup. */
  refreshIndex(): Promise<BlobIndex>
  /** The next `loadIndex` reads the index files again. */
  forgetIndex(): void
  /** A directory in byte order; refuses unsafe and doubled names. The last few directories are cached. */
  readTree(id: BlobId): Promise<readonly Node[]>
  /** One blob; when a location is bad the others are tried. */
  readBlob(id: BlobId, type: BlobType): Promise<Buffer>
}
