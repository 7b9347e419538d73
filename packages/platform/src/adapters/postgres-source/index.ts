/**
 * PostgreSQL of the provider and its customers: taken into the repository, brought back in a clean room.
 *
 *     running server ─pg_basebackup─▶ staging ─▶ repository      archive_command ─▶ check ─▶ repository
 *     repository ─▶ base + log ─▶ clean room server (no network, no settings of its own) ─▶ promoted, checked
 *                                        ├─▶ inventory: roles, functions, triggers, extensions
 *                                        └─▶ one tenant's database, schema or rows ─▶ fresh cluster ─▶ dump
 *
 * Guarantees
 * - A segment is reported as stored only when it is durable and readable by name; another one under its name is
 *   refused. Pushing, backing up and recovering can be killed at any moment and started again.
 * - Nothing that a restored cluster says decides what its server does: settings, preloaded libraries, commands and
 *   replication are ours. Where the kernel allows, the server has no network at all, and that is proved.
 * - PostgreSQL's own programs do PostgreSQL's work; their versions have to fit, and they are never run as root.
 *
 * Not guaranteed: that functions and triggers of the restored databases are harmless; they are listed. Programs
 * started by them run as the clean room's account, on that machine.
 */
export { closedFolder } from './reachable.ts'
export { cleanRoomAccount } from './run-program.ts'
export { type BaseResult, takeBase } from './base-backup.ts'
export {
  chooseBase,
  type ClusterStore,
  readBaseFile,
  readClusterStore,
  type StoredBase,
} from './cluster-store.ts'
export { type CleanCluster, startCleanServer } from './clean-server.ts'
export { readArchive } from './fetch-wal.ts'
export { cutPostgresPiece, type PostgresPart } from './cut-piece.ts'
export { findPrograms } from './programs.ts'
export { type Pushed, pushSegment } from './push-segment.ts'
export { recoverCluster, type Recovered } from './recover-cluster.ts'
export { callersSession, runSql } from './session.ts'
export { writeDurably } from '../programs/index.ts'
export { readRecoveredCluster } from './recovered-cluster.ts'
export { sliceDatabase, type Sliced } from './slice.ts'
export { type NamedMoment, readMoments } from './read-moments.ts'
