import { lstatSync } from 'node:fs'
import { hostname } from 'node:os'
import { resolve } from 'node:path'

import { accountName } from '../account-name.ts'
import { formatChunkSizes, rabinKernel } from '../chunker/index.ts'
import { unitCipher } from '../crypto/index.ts'
import { RepositoryError } from '../error.ts'
import type { BlobId, SnapshotId } from '../id.ts'
import { assertIndexFiles, indexFiles, lockRepository } from '../locks/index.ts'
import { encodeName } from '../name.ts'
import { longPaths } from '../posix/index.ts'
import type { Progress } from '../progress.ts'
import type { Repository } from '../repository.ts'
import { encodeSnapshot, type Snapshot, type SnapshotSummary } from '../snapshot/index.ts'
import { nanosecondsToTime } from '../time.ts'
import { storeUnpacked } from '../unpacked.ts'
import { localAccountNames } from './account-names.ts'
import {
  archiveFolderOfStreams,
  archiveStream,
  type PipedFolder,
  type PipedSource,
} from './archive-stream.ts'
import { archivePlan, cannotBackUp, type EntryMessage, namesIn, type Walk } from './archiver.ts'
import { type BlobStore, type Compression, createBlobStore } from './blob-store.ts'
import { type Exclusions, leftOut } from './left-out.ts'
import type { BackupObserver } from './observer.ts'
import { chooseParent } from './parent.ts'
import { type PlannedSources, planSources } from './source-plan.ts'

export interface BackupOptions extends Exclusions {
  readonly paths: readonly string[]
  /** One stream, stored as a file, instead of paths. */
  readonly stdin?: PipedSource
  /** Streams, stored as the files of one folder, instead of paths. */
  readonly folder?: PipedFolder
  /** Store paths as if this folder were "/": for mounted file-system snapshots. */
  readonly asRoot?: string
  /** Start of the backup; default now. */
  readonly time?: Date
  readonly hostname?: string
  readonly username?: string
  readonly tags?: readonly string[]
  /** Default: the newest earlier snapshot of the same host that holds all the paths. */
  readonly parent?: SnapshotId
  /** Read every file, whatever an earlier snapshot says. */
  readonly force?: boolean
  /** A file is unchanged even when its inode number and change time are others. */
  readonly ignoreInode?: boolean
  /** A file is unchanged even when its change time is another. */
  readonly ignoreCtime?: boolean
  /** Store access times; then no directory keeps its id from one backup to the next. */
  readonly withAtime?: boolean
  /** `auto` by default; without effect in a repository of format 1, which knows no compression. */
  readonly compression?: Compression
  readonly dryRun?: boolean
  /** Looks at every new data blob on its way; what it notes is no part of the repository. */
  readonly observer?: BackupObserver
  readonly signal?: AbortSignal
  readonly onProgress?: (progress: Progress) => void
  /** An entry that could not be stored; the backup goes on without it. */
  readonly onProblem?: (problem: EntryMessage) => void
  /** Something worth a line that is no loss: a socket, a mark that is none. */
  readonly onNotice?: (notice: EntryMessage) => void
}

export interface BackupResult {
  /** Absent after a dry run. */
  readonly snapshot: Snapshot | undefined
  readonly summary: SnapshotSummary
  /** Entries that could not be stored. */
  readonly problems: number
}

/**
 * Backs up folders and files as one snapshot. Files that are unchanged since the parent are not read.
 * Order on disk: packs, index files, snapshot; killed at any moment it leaves orphaned packs at most.
 * Throws `invalid-argument` (nothing to back up), `locked`, `no-space`, `write-failed`, `aborted`.
 */
export async function backup(repository: Repository, options: BackupOptions): Promise<BackupResult> {
  await using lock = await lockRepository(repository, { exclusive: false })
  using places = longPaths()
  const toReal = realPlaces(options.asRoot, places)
  const { plan, storedPaths } = plannedSources(options, toReal)
  const startedAt = options.time ?? new Date()
  const time = timeOf(startedAt)
  const host = options.hostname ?? hostname()
  const parent = await findParent(repository, options, { hostname: host, paths: storedPaths, time })
  const filesBefore = await indexFiles(repository.storage)
  const index = await repository.refreshIndex()
  const store = createBlobStore(repository, index, {
    dryRun: options.dryRun === true,
    compression: options.compression ?? 'auto',
    observer: options.observer,
  })

  let problems = 0
  const onNotice = options.onNotice ?? (() => undefined)
  const walk: Walk = {
    repository,
    store,
    index,
    finder: rabinKernel(repository.config.chunkerPolynomial, formatChunkSizes),
    accounts: localAccountNames(),
    toReal,
    leftOut: leftOut(options, { sources: storedPaths, toReal, onNotice }),
    changeTest: {
      ignoreInode: options.ignoreInode === true,
      // On file systems without lasting inode numbers the change time is not reliable either.
      ignoreCtime: options.ignoreInode === true || options.ignoreCtime === true,
    },
    withAtime: options.withAtime === true,
    counts: emptyCounts(),
    totals: expectedTotals(parent),
    signal: options.signal,
    onProgress: options.onProgress,
    onNotice,
    onProblem(problem) {
      problems += 1
      options.onProblem?.(problem)
    },
  }
  const began = performance.now()
  const { stdin, folder } = options
  const tree =
    folder !== undefined
      ? await archiveFolderOfStreams(walk, folder, time)
      : stdin === undefined
        ? nothingLeft(await archivePlan(walk, plan, parent?.tree))
        : await archiveStream(walk, stdin, time)
  await store.finish()
  const summary = summarise(walk, store, { time: startedAt, tookMs: Math.round(performance.now() - began) })
  if (options.dryRun === true) return { snapshot: undefined, summary, problems }

  const draft = {
    time,
    tree,
    paths: storedPaths,
    hostname: host,
    username: options.username ?? accountName(),
    uid: process.getuid?.() ?? 0,
    gid: process.getgid?.() ?? 0,
    programVersion: 'anlauf 0.1.0',
    summary,
    ...(options.excludes === undefined ? {} : { excludes: options.excludes }),
    ...(options.tags === undefined ? {} : { tags: options.tags }),
    ...(parent === undefined ? {} : { parent: parent.id }),
  }
  // Without the lock somebody's prune may have removed what was stored, or what was found there.
  await lock.assertHeld()
  await assertIndexFiles(repository.storage, [...filesBefore, ...store.indexFiles])
  const id = await storeUnpacked(
    repository.storage,
    unitCipher(repository.masterKey),
    'snapshots',
    encodeSnapshot(draft),
    { version: repository.config.version },
  )
  // Whoever asks next reads it: the command line never does, 0.3 s for 100,000 blobs.
  repository.forgetIndex()
  return { snapshot: { id: id as SnapshotId, ...draft }, summary, problems }
}

/** From a path as the backup sees it to the bytes that the system takes. */
function realPlaces(asRoot: string | undefined, places: { reach(path: Buffer): Buffer }): Walk['toReal'] {
  const root = asRoot === undefined || resolve(asRoot) === '/' ? '' : resolve(asRoot)
  return (path) => places.reach(encodeName(root === '' ? path : root + path))
}

/** Every named path must be there: a typing error must not become a snapshot without the folder. */
function plannedSources(options: BackupOptions, toReal: Walk['toReal']): PlannedSources {
  const attempt = <Result>(path: string, work: (place: Buffer) => Result): Result => {
    try {
      return work(toReal(path))
    } catch (error) {
      throw cannotBackUp(path, error)
    }
  }
  const planned = planSources(namedPaths(options), {
    asRoot: options.asRoot,
    listNames: (path) => attempt(path, namesIn),
  })
  // A stream has a name, but nothing lies there.
  for (const path of isPiped(options) ? [] : planned.storedPaths) attempt(path, (place) => lstatSync(place))
  return planned
}

function isPiped({ stdin, folder }: BackupOptions): boolean {
  return stdin !== undefined || folder !== undefined
}

function namedPaths({ paths, stdin, folder }: BackupOptions): readonly string[] {
  const piped = folder?.path ?? stdin?.filename
  if (piped === undefined) return paths
  const filename = resolve('/', piped)
  if (paths.length === 0 && filename !== '/') return [filename]
  throw new RepositoryError('invalid-argument', 'A stream is stored alone, under a file name.', {
    hint: 'Give --stdin and --stdin-filename without folders or files.',
  })
}

function nothingLeft(tree: BlobId | undefined): BlobId {
  if (tree !== undefined) return tree
  throw new RepositoryError('invalid-argument', 'Nothing is left to back up: no snapshot was made.', {
    hint: 'Every named path is empty, unreadable or excluded; check the paths, the mounts and the exclude patterns.',
  })
}

async function findParent(
  repository: Repository,
  options: BackupOptions,
  wanted: { hostname: string; paths: readonly string[]; time: string },
): Promise<Snapshot | undefined> {
  if (options.force === true || isPiped(options)) return undefined
  const snapshots = await repository.listSnapshots()
  if (options.parent !== undefined) return snapshots.find((snapshot) => snapshot.id === options.parent)
  return chooseParent(snapshots, wanted)
}

/** The parent's size is the best guess of ours; the first backup of a series shows a rate without an end. */
function expectedTotals(parent: Snapshot | undefined): Walk['totals'] {
  if (parent?.summary === undefined) return {}
  return { files: parent.summary.totalFilesProcessed, bytes: parent.summary.totalBytesProcessed }
}

function summarise(walk: Walk, store: BlobStore, when: { time: Date; tookMs: number }): SnapshotSummary {
  const { filesNew, filesChanged, filesUnmodified, dirsNew, dirsChanged, dirsUnmodified } = walk.counts
  return {
    backupStart: timeOf(when.time),
    backupEnd: timeOf(new Date(when.time.getTime() + when.tookMs)),
    filesNew,
    filesChanged,
    filesUnmodified,
    dirsNew,
    dirsChanged,
    dirsUnmodified,
    dataBlobs: store.figures.dataBlobs,
    treeBlobs: store.figures.treeBlobs,
    dataAdded: store.figures.bytesAdded,
    dataAddedPacked: store.bytesWritten,
    totalFilesProcessed: walk.counts.files,
    totalBytesProcessed: walk.counts.bytes,
  }
}

function emptyCounts(): Walk['counts'] {
  return {
    filesNew: 0,
    filesChanged: 0,
    filesUnmodified: 0,
    dirsNew: 0,
    dirsChanged: 0,
    dirsUnmodified: 0,
    files: 0,
    bytes: 0,
  }
}

function timeOf(date: Date): string {
  return nanosecondsToTime(BigInt(date.getTime()) * 1_000_000n)
}
