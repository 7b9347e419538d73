/**
 * The restic repository format, version 2: read, write, verify. No network, no database, no policy.
 *
 *     openRepository ─▶ listSnapshots ─▶ loadIndex ─▶ walkTree ─▶ readFile / fetchBlobs
 *                                   └─▶ restore · check · backup
 *
 * Guarantees: every byte returned was authenticated and hashes to its id; what we write passes
 * `restic check --read-data` without errors and hints; a crash at any instant leaves all snapshots readable.
 * Not guaranteed: it does not notice a deleted snapshot, hides neither sizes nor access patterns, cannot
 * revoke a leaked master key.
 */
export {
  type AuditFinding,
  auditIndex,
  type AuditOptions,
  auditSnapshots,
  auditTrees,
} from './audit/index.ts'
export type { BadCopies, BadCopy } from './bad-copies.ts'
export {
  backup,
  type BackupObserver,
  type BackupOptions,
  type BackupResult,
  type Compression,
  expandGlob,
  type PipedFile,
} from './backup/index.ts'
export { type Census, type CensusTaker, takeCensus, unpackCounts } from './census/index.ts'
export { check, type CheckOptions, type CheckReport, type Finding } from './check/index.ts'
export { encodeConfig, type RepositoryConfig } from './config/index.ts'
export { type Change, diffSnapshots, type DiffOptions, type DiffResult, type DiffSide } from './diff/index.ts'
export {
  archiveFolder,
  type ArchiveFormat,
  type ArchiveOptions,
  blockBytes,
  padding,
  tarHeader,
  type TarType,
  ustarHeader,
} from './dump/index.ts'
export { type CopyOptions, type CopyResult, copySnapshots } from './copy/index.ts'
export { RepositoryError, type RepositoryErrorCode } from './error.ts'
export { type BlobId, blobId, isId, type PackId, packId, type SnapshotId, snapshotId } from './id.ts'
export type { BlobIndex, BlobLocation, IndexedBlob } from './index/blob-index.ts'
export type { BlobType } from './index/blob-type.ts'
export {
  addKey,
  changePassword,
  type ListedKey,
  listKeys,
  type MasterKey,
  type NewKey,
  removeKey,
} from './keys/index.ts'
export {
  type FoundLock,
  listLocks,
  type LockClock,
  lockIfPossible,
  lockRepository,
  type RepositoryLock,
  unlock,
} from './locks/index.ts'
export { compareNames, decodeName, encodeName, isSafeName, printName } from './name.ts'
export { type FetchedBlob, fetchBlobs } from './fetch-blobs.ts'
export {
  type Duration,
  forget,
  type ForgetGroup,
  type ForgetOptions,
  type ForgetResult,
  type GroupField,
  groupSnapshots,
  isEmptyPolicy,
  type KeepPolicy,
  type KeptSnapshot,
  parseDuration,
  printDuration,
  type SnapshotGroup,
} from './forget/index.ts'
export { findNode, subtreeAt } from './find-node.ts'
export {
  findObjects,
  type FoundObject,
  findPaths,
  type FindPathsOptions,
  type FoundPath,
  idsInPacks,
} from './find/index.ts'
export { initRepository, openRepository } from './open-repository.ts'
export { type PosixCalls, posixCalls } from './posix/index.ts'
export type { Progress } from './progress.ts'
export { type Amount, prune, pruneLocked, type PruneOptions, type PruneResult } from './prune/index.ts'
export { contentKey, readFile } from './read-file.ts'
export { readRepositoryFile } from './read-repository-file.ts'
export type { Repository } from './repository.ts'
export {
  type Overwrite,
  restore,
  type RestoreOptions,
  type RestoreProblem,
  type RestoreResult,
} from './restore/index.ts'
export {
  encodeSnapshot,
  selectSnapshots,
  type Snapshot,
  type SnapshotFilter,
  type SnapshotSummary,
} from './snapshot/index.ts'
export {
  type FileKind,
  hasPassword,
  localStorage,
  openPublishedS3,
  openPublishedSftp,
  openStorage,
  parseExtendedOptions,
  parseLocation,
  printLocation,
  type RemoteOptions,
  type RepositoryLocation,
  type RestOptions,
  type RestPlace,
  restStorage,
  type RetryNotice,
  type S3Objects,
  type S3ObjectLock,
  s3ObjectLock,
  type S3Options,
  s3Storage,
  type Secret,
  secret,
  type SftpOptions,
  type SftpPlace,
  sftpStorage,
  type SftpTree,
  type Storage,
} from './storage/index.ts'
export { type CountMode, countSnapshots, type SnapshotCounts } from './stats/index.ts'
export {
  openSplitTarget,
  type Share,
  type ShareRule,
  type SplitOptions,
  type SplitResult,
  splitSnapshots,
} from './split/index.ts'
export type { BlobObserver } from './threads/index.ts'
export { changeTags, type Retagged, type TagOptions } from './tags/index.ts'
export { nanosecondsToTime, timeToNanoseconds } from './time.ts'
export { modeBits, modeFromStat, permissionsOf, printMode } from './tree/mode.ts'
export type { ExtendedAttribute, Node, NodeType, RawField } from './tree/node.ts'
export { walkTree, type WalkOptions } from './walk-tree.ts'
