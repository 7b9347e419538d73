import { linkSync } from 'node:fs'

import { RepositoryError } from '../error.ts'
import type { BlobId } from '../id.ts'
import { type BlobIndex, sizesOf } from '../index/index.ts'
import { printName } from '../name.ts'
import { contentKey } from '../read-file.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { systemCode, writeFailure } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'
import { type ContentWindow, contentWindow } from './content-window.ts'
import { hasContent } from './existing-content.ts'
import type { RestoreOptions, RestoreProblem, RestoreResult } from './options.ts'
import { selectPaths, type Selection } from './selection.ts'
import { type TargetFolder, targetFolder } from './target-folder.ts'

/**
 * Restores a snapshot into a folder. Directories and files first, in storage order and each piece verified
 * before it is written; then hard links, symbolic links, and the directories' own metadata, so that no path
 * is ever opened through a link. What cannot be restored is reported and the rest goes on. Run it again after
 * an interruption: files whose content is right are kept.
 * Throws `no-space`, `aborted`, `read-failed`, `invalid-argument` (an included path that does not exist).
 */
export async function restore(
  repository: Repository,
  snapshot: Snapshot,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const selection = selectPaths(options.include)
  const run: Run = {
    repository,
    snapshot,
    options,
    selection,
    index: await repository.loadIndex(),
    target: options.dryRun === true ? undefined : openTarget(options.target),
    closed: new Set(),
    firstOfLinked: new Map(),
    hardLinks: [],
    problems: [],
    counts: { files: 0, directories: 0, bytes: 0, skippedFiles: 0 },
  }
  const window = run.target === undefined ? undefined : windowOf(run, run.target)
  await restoreFiles(run, window)
  const unmatched = selection.unmatched()
  if (unmatched.length > 0) throw notInSnapshot(unmatched)
  if (run.target !== undefined) {
    makeHardLinks(run, run.target)
    await finishDirectories(run, run.target)
  }
  return { ...run.counts, problems: run.problems }
}

interface Run {
  readonly repository: Repository
  readonly snapshot: Snapshot
  readonly options: RestoreOptions
  readonly selection: Selection
  readonly index: BlobIndex
  /** Absent in a dry run. */
  readonly target: TargetFolder | undefined
  /** Directories that could not be made; nothing below them is written. */
  readonly closed: Set<string>
  readonly firstOfLinked: Map<string, string>
  readonly hardLinks: { path: string; first: string }[]
  readonly problems: RestoreProblem[]
  readonly counts: { files: number; directories: number; bytes: number; skippedFiles: number }
}

async function restoreFiles(run: Run, window: ContentWindow | undefined): Promise<void> {
  const { repository, snapshot, options, selection } = run
  const walk = walkTree(repository, snapshot.tree, {
    signal: options.signal,
    skip: ({ path }) => !selection.reaches(path) || run.closed.has(path),
    onProblem: ({ path, error }) => report(run, path, error),
  })
  for await (const { path, node } of walk) {
    if (!selection.has(path)) continue
    try {
      if (node.type === 'dir') {
        run.target?.makeDirectory(path)
        run.counts.directories += 1
      } else if (node.type === 'file') {
        await planFile(run, window, path, node)
      } else if (node.type !== 'symlink') {
        report(run, path, notRestored(node))
      }
    } catch (error) {
      if (node.type === 'dir') run.closed.add(path)
      stopWhenFull(error, path)
      report(run, path, error)
    }
    if (window?.isFull === true) await window.write()
  }
  await window?.write()
}

/** Queues the content of a file, unless it is there already, is empty, or is another name of one file. */
async function planFile(
  run: Run,
  window: ContentWindow | undefined,
  path: string,
  node: Node,
): Promise<void> {
  const lengths = await pieceLengths(run, node)
  const first = firstOfLinked(run, path, node)
  if (first !== undefined) {
    run.hardLinks.push({ path, first })
    return
  }
  const { target } = run
  const there = target?.lstat(path)
  if (target !== undefined && there !== undefined) {
    const isKept = run.options.overwrite === 'never' || hasContent(target.place(path), node, run.index)
    if (isKept) {
      run.counts.skippedFiles += 1
      if (run.options.overwrite !== 'never') target.applyMetadata(path, node)
      return
    }
  }
  if (target === undefined || window === undefined) {
    run.counts.files += 1
    run.counts.bytes += node.size ?? 0
    return
  }
  if (lengths.length > 0) return window.add(path, node, lengths)
  target.closeFile(target.createFile(path))
  finishFile(run, target, path, node)
}

/** The plain length of each piece. Throws when one is in no index file or the sum is not the file's size. */
async function pieceLengths(run: Run, node: Node): Promise<number[]> {
  const lengths: number[] = []
  let sum = 0
  for (const id of node.content ?? []) {
    const length = plainLength(run.index, id) ?? (await run.repository.readBlob(id, 'data')).length
    lengths.push(length)
    sum += length
  }
  if (sum === (node.size ?? 0)) return lengths
  throw new RepositoryError('damaged', `Its blobs hold ${sum} bytes, not ${node.size ?? 0}.`, {
    hint: 'Take the file from another snapshot.',
  })
}

/** What all locations of a blob say, `undefined` when they disagree: then one of them was forged. */
function plainLength(index: BlobIndex, id: BlobId): number | undefined {
  const [first, ...others] = index.locations(id)
  if (first === undefined) {
    throw new RepositoryError('missing-object', `Its blob ${id} is in no index file.`, {
      hint: 'Take the file from another snapshot or another copy of the repository.',
    })
  }
  const { plain } = sizesOf(first)
  return others.every((other) => sizesOf(other).plain === plain) ? plain : undefined
}

/** The path of the same file seen earlier in this snapshot; remembers this one otherwise. */
function firstOfLinked(run: Run, path: string, node: Node): string | undefined {
  if ((node.links ?? 1) < 2 || node.inode === undefined) return undefined
  // Without a device number two file systems may share an inode number: equal content is asked for too.
  const key = `${node.deviceId ?? 0n}:${node.inode}:${contentKey(node)}`
  const first = run.firstOfLinked.get(key)
  if (first === undefined) run.firstOfLinked.set(key, path)
  return first
}

function windowOf(run: Run, target: TargetFolder): ContentWindow {
  const events = {
    onWritten: (job: { path: string }, bytes: number): void => {
      run.counts.bytes += bytes
      progressed(run, job.path)
    },
    onComplete: (job: { path: string; node: Node }): void => finishFile(run, target, job.path, job.node),
    onFailed: (job: { path: string }, error: unknown): void => report(run, job.path, error),
  }
  return contentWindow(run.repository, target, events, run.options.signal)
}

/** A file whose owner or attributes cannot be set still has its content: it stays, and the problem is named. */
function finishFile(run: Run, target: TargetFolder, path: string, node: Node): void {
  run.counts.files += 1
  try {
    target.applyMetadata(path, node)
  } catch (error) {
    stopWhenFull(error, path)
    report(run, path, error)
  }
  progressed(run, path)
}

function makeHardLinks(run: Run, target: TargetFolder): void {
  for (const { path, first } of run.hardLinks) {
    try {
      target.clear(path)
      linkSync(target.place(first), target.place(path))
      run.counts.files += 1
    } catch (error) {
      stopWhenFull(error, path)
      report(run, path, error)
    }
  }
}

/** A second walk: links last, because a link that exists can be walked through; times of directories after their entries. */
async function finishDirectories(run: Run, target: TargetFolder): Promise<void> {
  const { repository, snapshot, options, selection } = run
  const attempt = (path: string, work: () => void): void => {
    try {
      work()
    } catch (error) {
      stopWhenFull(error, path)
      report(run, path, error)
    }
  }
  const walk = walkTree(repository, snapshot.tree, {
    signal: options.signal,
    skip: ({ path }) => !selection.reaches(path) || run.closed.has(path),
    // Named by the first walk already.
    onProblem: () => undefined,
    onLeave: ({ path, node }) => {
      if (selection.has(path) && !run.closed.has(path)) attempt(path, () => target.applyMetadata(path, node))
    },
  })
  for await (const { path, node } of walk) {
    if (node.type !== 'symlink' || !selection.has(path)) continue
    attempt(path, () => {
      target.makeSymlink(path, node.linkTarget ?? '')
      target.applyMetadata(path, node)
      run.counts.files += 1
    })
  }
}

function openTarget(folder: string): TargetFolder {
  try {
    return targetFolder(folder)
  } catch (error) {
    throw writeFailure(error, folder)
  }
}

function stopWhenFull(error: unknown, path: string): void {
  if (['ENOSPC', 'EDQUOT', 'EROFS'].includes(systemCode(error))) throw writeFailure(error, printName(path))
}

function report(run: Run, path: string, error: unknown): void {
  const code = error instanceof RepositoryError ? error.code : systemCode(error) || 'write-failed'
  const message = error instanceof Error ? error.message : String(error)
  run.problems.push({ path, code, message })
}

function progressed(run: Run, current: string): void {
  const totals = run.options.include === undefined ? run.snapshot.summary : undefined
  run.options.onProgress?.({
    phase: 'restore',
    done: run.counts.files,
    files: run.counts.files,
    bytesDone: run.counts.bytes,
    ...(totals === undefined
      ? {}
      : { total: totals.totalFilesProcessed, bytesTotal: totals.totalBytesProcessed }),
    current,
  })
}

function notRestored(node: Node): RepositoryError {
  return new RepositoryError('unsupported', `It is a ${node.type}, which is not recreated.`, {
    hint: 'Devices, pipes and sockets are made by the system or service they belong to.',
  })
}

function notInSnapshot(paths: readonly string[]): RepositoryError {
  return new RepositoryError('invalid-argument', `The snapshot has no ${paths.map(printName).join(', ')}.`, {
    hint: 'List its paths with "anlauf repo ls SNAPSHOT".',
  })
}
