import type { SnapshotSummary } from './snapshot.ts'

/** Our name and the JSON name of each summary field, in stored order. */
export const summaryFields = [
  ['backupStart', 'backup_start'],
  ['backupEnd', 'backup_end'],
  ['filesNew', 'files_new'],
  ['filesChanged', 'files_changed'],
  ['filesUnmodified', 'files_unmodified'],
  ['dirsNew', 'dirs_new'],
  ['dirsChanged', 'dirs_changed'],
  ['dirsUnmodified', 'dirs_unmodified'],
  ['dataBlobs', 'data_blobs'],
  ['treeBlobs', 'tree_blobs'],
  ['dataAdded', 'data_added'],
  ['dataAddedPacked', 'data_added_packed'],
  ['totalFilesProcessed', 'total_files_processed'],
  ['totalBytesProcessed', 'total_bytes_processed'],
] as const satisfies readonly (readonly [keyof SnapshotSummary, string])[]
