import { RepositoryError, throwIfAborted } from '../error.ts'
import { subtreeAt } from '../find-node.ts'
import type { BlobId } from '../id.ts'
import type { BlobIndex } from '../index/index.ts'
import { type LinkedNodes, linkedNodes } from '../linked-nodes.ts'
import { printName } from '../name.ts'
import type { SpecialType } from '../posix/index.ts'
import type { Repository } from '../repository.ts'
import type { Snapshot } from '../snapshot/index.ts'
import { systemCode, writeFailure } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import { walkTree } from '../walk-tree.ts'
import { backgroundWork } from '../background-work.ts'
import { type ContentWindow, contentWindow } from './content-window.ts'
import type { FileJob } from './file-job.ts'
import { hasContent } from './existing-content.ts'
import { type LaterEntry, type LaterWork, laterWork } from './later-work.ts'
import type { RestoreOptions, RestoreProblem, RestoreResult } from './options.ts'
import { decide, pieceLengths } from './plan-file.ts'
import { deviceNotAsked, neverMade, notAsStored, nothingFits } from './refusals.ts'
import { selectPaths, type Selection } from './selection.ts'
import { type TargetFolder, targetFolder } from './target-folder.ts'

/**
 * Restores a snapshot into a folder. Directories and files first, in storage order and each piece verified
 * before it is written; then hard links, symbolic links, and the directories' own metadata, so that no path
 * is ever opened through a link. What cannot be restored is reported and the rest goes on. Run it again after
 * an interruption: files whose content is right are kept.
 * Throws `no-space`, `aborted`, `read-failed`, `invalid-argument` (nothing fits what was asked for).
 */
export async function restore(
  repository: Repository,
  snapshot: Snapshot,
  options: RestoreOptions,
): Promise<RestoreResult> {
  const selection = selectPaths(options)
  using damage = repository.badCopies.watch()
  const index = await repository.loadIndex()
  const tree = await subtreeAt(repository, snapshot.tree, options.subfolder ?? '/')
  using target = options.dryRun === true ? undefined : openTarget(options)
  const run: Run = {
    repository,
    snapshot,
    tree,
    options,
    selection,
    index,
    target,
    closed: new Set(),
    untouched: new Set(),
    parents: new Set(),
    linked: linkedNodes(),
    hardLinks: [],
    later: laterWork(),
    problems: [],
    counts: { selected: 0, files: 0, directories: 0, bytes: 0, skippedFiles: 0, verifiedFiles: 0 },
  }
  const window = target === undefined ? undefined : windowOf(run, target)
  await restoreFiles(run, window)
  if (run.counts.selected === 0 && !selection.isEverything && run.problems.length === 0) throw nothingFits()
  if (target !== undefined) {
    makeHardLinks(run, target)
    await finishDirectories(run, target)
    if (options.verify === true) await verifyFiles(run, target)
  }
  const { selected: _, ...counts } = run.counts
  return { ...counts, problems: run.problems, badCopies: damage.found }
}

interface Run {
  readonly repository: Repository
  readonly snapshot: Snapshot
  readonly tree: BlobId
  readonly options: RestoreOptions
  readonly selection: Selection
  readonly index: BlobIndex
  /** Absent in a dry run. */
  readonly target: TargetFolder | undefined
  /** Directories that could not be made; nothing below them is written. */
  readonly closed: Set<string>
  /** Directories that existed and stay as they are. */
  readonly untouched: Set<string>
  /** Directories that were not asked for and had to be made for what is below them. */
  readonly parents: Set<string>
  readonly linked: LinkedNodes
  readonly hardLinks: { path: string; first: string; node: Node }[]
  readonly later: LaterWork
  readonly problems: RestoreProblem[]
  readonly counts: Record<
    'selected' | 'files' | 'directories' | 'bytes' | 'skippedFiles' | 'verifiedFiles',
    number
  >
}

/** A directory on the way to the current entry. */
interface Step {
  readonly path: string
  isMade: boolean
  /** Nothing can lie in it yet. */
  isNew: boolean
  /** A new entry gets an access list that nobody asked for. */
  handsDown: boolean
}

async function restoreFiles(run: Run, window: ContentWindow | undefined): Promise<void> {
  const way: Step[] = []
  const writing = backgroundWork()
  const walk = walkSelected(run, {
    onProblem: ({ path, error }) => report(run, path, error),
    onLeave: (directory) => {
      const step = way.pop()
      const isPlain = step?.isNew === true && !step.handsDown
      if (step?.isMade === true) run.later.add({ ...directory, isPlain })
    },
  })
  try {
    for await (const { path, node } of walk) {
      if (node.type === 'dir') way.push({ path, isMade: false, isNew: false, handsDown: true })
      if (!run.selection.has(path)) continue
      run.counts.selected += 1
      await writing.breathe()
      if (!makeWay(run, way)) continue
      try {
        await restoreEntry(run, window, { path, node, folder: way.at(-1) })
      } catch (error) {
        stopWhenFull(error, path)
        report(run, path, error)
      }
      if (window?.isFull === true) await writing.start(() => window.write())
    }
    await writing.start(async () => window?.write())
    await writing.finish()
  } finally {
    await writing.settle()
  }
}

/** The directories down to a selected entry, the entry itself when it is one. False when one cannot be made. */
function makeWay(run: Run, way: readonly Step[]): boolean {
  for (const [at, step] of way.entries()) {
    const above = way[at - 1]
    if (run.closed.has(step.path)) return false
    if (step.isMade) continue
    step.isMade = true
    const isWanted = run.selection.has(step.path)
    try {
      const isNew = run.target?.makeDirectory(step.path) ?? true
      // A new directory has its access list from the one it was made in.
      const isLikeAbove = isNew && above !== undefined
      step.isNew = isNew
      step.handsDown = isLikeAbove ? above.handsDown : run.target?.handsDown(step.path) === true
      run.counts.directories += 1
      if (isWanted && !isNew && run.options.overwrite === 'never') run.untouched.add(step.path)
      if (!isWanted && isNew) run.parents.add(step.path)
    } catch (error) {
      run.closed.add(step.path)
      stopWhenFull(error, step.path)
      report(run, step.path, error)
      return false
    }
  }
  return true
}

interface Entry {
  readonly path: string
  readonly node: Node
  /** The directory it lies in; absent for the target itself. */
  readonly folder: Step | undefined
}

async function restoreEntry(run: Run, window: ContentWindow | undefined, entry: Entry): Promise<void> {
  const { path, node } = entry
  switch (node.type) {
    case 'dir':
      return
    case 'symlink':
      if (run.target === undefined) run.counts.files += 1
      run.later.add({ path, node, isPlain: isFree(run, entry) })
      return
    case 'file':
      return planFile(run, window, entry)
    case 'fifo':
      return makeSpecial(run, path, node, node.type)
    case 'dev':
    case 'chardev':
      if (run.options.devices !== true) throw deviceNotAsked(node)
      return makeSpecial(run, path, node, node.type)
    case 'socket':
    case 'irregular':
      throw neverMade(node)
  }
}

/** Queues the content of a file, unless it is there already, is empty, or is another name of one file. */
async function planFile(run: Run, window: ContentWindow | undefined, entry: Entry): Promise<void> {
  const { path, node, folder } = entry
  const lengths = await pieceLengths(run.repository, run.index, node)
  if (isOtherName(run, path, node)) return
  if (run.target !== undefined && !isFree(run, entry) && isThere(run, run.target, path, node)) return
  if (run.target === undefined || window === undefined) {
    run.counts.files += 1
    run.counts.bytes += node.size ?? 0
    return
  }
  const isPlain = folder?.handsDown === false
  if (lengths.length > 0) return window.add(path, node, lengths, { isPlain })
  run.target.closeFile(run.target.createFile(path))
  finishEntry(run, run.target, path, node)
}

function makeSpecial(run: Run, path: string, node: Node, type: SpecialType): void {
  const { target } = run
  if (isOtherName(run, path, node)) return
  if (target === undefined) {
    run.counts.files += 1
    return
  }
  if (isThere(run, target, path, node)) return
  target.makeSpecial(path, type, node.device ?? 0n)
  finishEntry(run, target, path, node)
}

function isOtherName(run: Run, path: string, node: Node): boolean {
  const first = run.linked.firstOf(path, node)
  if (first !== undefined) run.hardLinks.push({ path, first, node })
  return first !== undefined
}

/** In a new folder nobody needs to look; what somebody else puts there meanwhile is replaced. */
function isFree(run: Run, { folder }: Entry): boolean {
  return folder?.isNew === true && (run.options.overwrite ?? 'always') === 'always'
}

/** True when what exists may stay, with or without new metadata. */
function isThere(run: Run, target: TargetFolder, path: string, node: Node): boolean {
  const there = target.lstat(path)
  if (there === undefined) return false
  const { overwrite = 'always' } = run.options
  const decision = decide(there, node, { overwrite, place: target.place(path), index: run.index })
  if (decision === 'replace') return false
  run.counts.skippedFiles += 1
  if (decision === 'touch') target.applyMetadata(path, node)
  return true
}

function windowOf(run: Run, target: TargetFolder): ContentWindow {
  const events = {
    onWritten: (job: { path: string }, bytes: number): void => {
      run.counts.bytes += bytes
      progressed(run, job.path)
    },
    onComplete: ({ path, node }: FileJob, { isFinished }: { isFinished: boolean }): void => {
      if (isFinished) run.counts.files += 1
      else finishEntry(run, target, path, node)
    },
    onFailed: (job: { path: string }, error: unknown): void => report(run, job.path, error),
  }
  return contentWindow(run.repository, target, events, run.options.signal)
}

/** An entry whose owner or attributes cannot be set still has its content: it stays, and the problem is named. */
function finishEntry(run: Run, target: TargetFolder, path: string, node: Node): void {
  run.counts.files += 1
  attempt(run, path, () => target.applyMetadata(path, node))
  progressed(run, path)
}

function makeHardLinks(run: Run, target: TargetFolder): void {
  for (const { path, first, node } of run.hardLinks) {
    attempt(run, path, () => makeHardLink(run, target, { path, first, node }))
  }
}

function makeHardLink(
  run: Run,
  target: TargetFolder,
  { path, first, node }: { path: string; first: string; node: Node },
): void {
  const [there, one] = [target.lstat(path), target.lstat(first)]
  const isSame = there !== undefined && there.ino === one?.ino && there.dev === one.dev
  const { overwrite = 'always' } = run.options
  if (there !== undefined && !isSame && overwrite !== 'always') {
    const place = target.place(path)
    if (decide(there, node, { overwrite, place, index: run.index }) === 'keep') {
      run.counts.skippedFiles += 1
      return
    }
  }
  if (isSame) run.counts.skippedFiles += 1
  else target.makeLink(path, first)
  if (!isSame) run.counts.files += 1
}

/** Links last, because a link that exists can be walked through; times of directories after their entries. */
async function finishDirectories(run: Run, target: TargetFolder): Promise<void> {
  const finish = ({ path, node, isPlain }: LaterEntry): void => {
    throwIfAborted(run.options.signal)
    if (node.type === 'symlink')
      return attempt(run, path, () => makeSymlink(run, target, { path, node, isPlain }))
    const isOurs = run.parents.has(path) || (run.selection.has(path) && !run.untouched.has(path))
    if (isOurs && !run.closed.has(path))
      attempt(run, path, () => target.applyMetadata(path, node, { isPlain }))
  }
  if (run.later.entries !== undefined) return run.later.entries.forEach(finish)
  // What the first walk met with it has named already.
  const again = (entry: { path: string; node: Node }): void => finish({ ...entry, isPlain: false })
  const walk = walkSelected(run, { onProblem: () => undefined, onLeave: again })
  for await (const entry of walk)
    if (entry.node.type === 'symlink' && run.selection.has(entry.path)) again(entry)
}

function makeSymlink(run: Run, target: TargetFolder, { path, node, isPlain }: LaterEntry): void {
  if (!isPlain && isThere(run, target, path, node)) return
  const first = run.linked.firstOf(path, node)
  if (first === undefined) target.makeSymlink(path, node.linkTarget ?? '')
  else target.makeLink(path, first)
  target.applyMetadata(path, node)
  run.counts.files += 1
}

/** A third walk, when asked for: the content of every file as it lies there now. */
async function verifyFiles(run: Run, target: TargetFolder): Promise<void> {
  for await (const { path, node } of walkSelected(run, { onProblem: () => undefined })) {
    throwIfAborted(run.options.signal)
    if (node.type !== 'file' || !run.selection.has(path)) continue
    attempt(run, path, () => {
      if (!hasContent(target.place(path), node, run.index)) throw notAsStored()
      run.counts.verifiedFiles += 1
    })
  }
}

function walkSelected(
  run: Run,
  events: Pick<NonNullable<Parameters<typeof walkTree>[2]>, 'onProblem' | 'onLeave'>,
): ReturnType<typeof walkTree> {
  return walkTree(run.repository, run.tree, {
    signal: run.options.signal,
    skip: ({ path }) => !run.selection.reaches(path) || run.closed.has(path),
    ...events,
  })
}

function attempt(run: Run, path: string, work: () => void): void {
  try {
    work()
  } catch (error) {
    stopWhenFull(error, path)
    report(run, path, error)
  }
}

function openTarget(options: RestoreOptions): TargetFolder {
  try {
    return targetFolder(options.target, { sparse: options.sparse === true })
  } catch (error) {
    throw writeFailure(error, options.target)
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
  const totals =
    run.selection.isEverything && run.tree === run.snapshot.tree ? run.snapshot.summary : undefined
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
