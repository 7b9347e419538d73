/**
 * How large snapshots are, by restic's four ways of counting.
 *
 *     restore-size       what a restore writes; names of one file count once
 *     files-by-contents  every different content once
 *     blobs-per-file     every different blob of every path once
 *     raw-data           what the blobs take in the repository, each once
 *
 * Guarantees: stock restic's figures for snapshots of one file system. Where a snapshot spans several, restic
 * takes equal inode numbers for one file; here only names that are really of one file are.
 */
export { countSnapshots, type CountMode, type SnapshotCounts } from './count-snapshots.ts'
