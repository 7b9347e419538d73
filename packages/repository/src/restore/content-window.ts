import { closeSync, ftruncateSync, rmSync } from 'node:fs'

import { damaged, throwIfAborted } from '../error.ts'
import { type FetchedRange, fetchRanges, notIndexed } from '../fetch-ranges.ts'
import { wholeFile } from '../files/index.ts'
import type { BlobId } from '../id.ts'
import { printName } from '../name.ts'
import type { Repository } from '../repository.ts'
import { systemCode, writeFailure } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import type { TargetFolder } from './target-folder.ts'
import { wholeFilesOf } from './whole-files-of.ts'
import type { FileJob, Place } from './file-job.ts'

/** What the window tells about its files. */
export interface WindowEvents {
  onWritten(job: FileJob, bytes: number): void
  /** The content is there; `isFinished` when owner, mode and times are too. */
  onComplete(job: FileJob, done: { isFinished: boolean }): void
  onFailed(job: FileJob, error: unknown): void
}

/** Files whose blobs are fetched together, in storage order; bounds the memory of a restore. */
export interface ContentWindow {
  /** `isPlain`: nothing is handed down to a new file from its folder, nothing of it has to be removed. */
  add(path: string, node: Node, lengths: readonly number[], options: { isPlain: boolean }): void
  /** True when the window should be written before more is added. */
  readonly isFull: boolean
  /** Fetches, verifies and writes everything that was added so far. */
  write(): Promise<void>
}

/**
 * About 100 bytes of memory a piece. The next window is planned while the threads write this one: the first is
 * small, so that they begin soon; later ones are large, because a pack that two windows share is read twice.
 */
const [firstPieces, maxPieces] = [1_000, 100_000]
const growth = 8
/** Files with more than one piece stay open between pieces. */
const maxOpenFiles = 128

/** Creates an empty window over one target. */
export function contentWindow(
  repository: Repository,
  target: TargetFolder,
  events: WindowEvents,
  signal: AbortSignal | undefined,
): ContentWindow {
  let pieces = new Map<BlobId, Place[]>()
  let count = 0
  let limit = firstPieces
  const open = new Set<FileJob>()
  return {
    add(path, node, lengths, { isPlain }) {
      const content = node.content ?? []
      const job: FileJob = {
        path,
        node,
        wholePath:
          isPlain && content.length === 1 && !target.isSparse && isCommon(node)
            ? target.plainPath(path)
            : undefined,
        missing: content.length,
        handle: undefined,
        isCreated: false,
        failed: false,
      }
      let offset = 0
      content.forEach((id, at) => {
        const place = { job, offset, length: lengths[at] ?? 0 }
        const places = pieces.get(id)
        if (places === undefined) pieces.set(id, [place])
        else places.push(place)
        offset += place.length
      })
      count += content.length
    },
    get isFull() {
      return count >= limit
    },
    async write() {
      const batch = pieces
      pieces = new Map()
      count = 0
      limit = Math.min(limit * growth, maxPieces)
      const fail = (id: BlobId, problem: unknown): void => {
        for (const { job } of batch.get(id) ?? [])
          if (!job.failed) abandon(target, open, job, problem, events)
      }
      try {
        const ranges = fetchRanges(repository, batch.keys(), {
          signal,
          filesOf: (blobs) => wholeFilesOf(blobs, batch),
          onMissing: (id) => fail(id, notIndexed(id)),
        })
        for await (const range of ranges) {
          throwIfAborted(signal)
          const left = takeWholeFiles(range, batch, events)
          for (const [at, { id }] of range.blobs.entries()) {
            const places = left(id)
            if (places.length === 0) continue
            const bytes = range.bytesOf(at)
            const fetched = bytes === undefined ? await range.fetchElsewhere(at) : { id, bytes }
            if ('problem' in fetched) fail(id, fetched.problem)
            else for (const place of places) writePiece(target, open, place, fetched.bytes, events)
          }
        }
      } finally {
        for (const places of batch.values()) for (const { job } of places) discardHalf(target, open, job)
      }
    },
  }
}

/** Nothing but owner, mode and times to set. */
function isCommon({ extendedAttributes, uid, gid }: Node): boolean {
  return (extendedAttributes ?? []).length === 0 && uid !== 0xffff_ffff && gid !== 0xffff_ffff
}

/** Counts what the threads made; the answer gives the places of a blob that are still to be written. */
function takeWholeFiles(
  { blobs, outcomes }: FetchedRange,
  batch: ReadonlyMap<BlobId, readonly Place[]>,
  events: WindowEvents,
): (id: BlobId) => readonly Place[] {
  if (outcomes === undefined || outcomes.length === 0) return (id) => batch.get(id) ?? []
  let next = 0
  for (const { id } of blobs) {
    for (const { job, length } of batch.get(id) ?? []) {
      if (job.wholePath === undefined) continue
      const outcome = outcomes[next]
      next += 1
      if (outcome === wholeFile.left) continue
      job.missing = 0
      events.onWritten(job, length)
      events.onComplete(job, { isFinished: outcome === wholeFile.done })
    }
  }
  return (id) => (batch.get(id) ?? []).filter(({ job }) => job.missing > 0 && !job.failed)
}

function writePiece(
  target: TargetFolder,
  open: Set<FileJob>,
  { job, offset, length }: Place,
  bytes: Buffer,
  events: WindowEvents,
): void {
  if (job.failed) return
  try {
    // The offsets of all later pieces were summed up from the lengths that the index claims.
    if (bytes.length !== length) throw damaged(`A piece has ${bytes.length} bytes instead of ${length}.`)
    const handle = job.handle ?? openJob(target, open, job)
    target.write(handle, bytes, offset)
    events.onWritten(job, bytes.length)
    job.missing -= 1
    if (job.missing > 0) return
    close(open, job)
    events.onComplete(job, { isFinished: false })
  } catch (error) {
    abandon(target, open, job, error, events)
  }
}

function openJob(target: TargetFolder, open: Set<FileJob>, job: FileJob): number {
  if (open.size >= maxOpenFiles) for (const oldest of [...open].slice(0, 1)) close(open, oldest)
  const handle = job.isCreated ? target.reopenFile(job.path) : target.createFile(job.path)
  if (!job.isCreated && (job.missing > 1 || target.isSparse)) ftruncateSync(handle, job.node.size ?? 0)
  job.isCreated = true
  job.handle = handle
  open.add(job)
  return handle
}

/** Half a file is worse than none: it is removed, and the problem named. A full disk ends the restore. */
function abandon(
  target: TargetFolder,
  open: Set<FileJob>,
  job: FileJob,
  error: unknown,
  events: WindowEvents,
): void {
  job.failed = true
  close(open, job)
  if (job.isCreated) rmSync(target.place(job.path), { force: true })
  if (isFatal(error)) throw writeFailure(error, printName(job.path))
  events.onFailed(job, error)
}

/** After a stop in the middle: an incomplete file would look like the real one. */
function discardHalf(target: TargetFolder, open: Set<FileJob>, job: FileJob): void {
  if (job.missing === 0 || !job.isCreated || job.failed) return
  job.failed = true
  close(open, job)
  rmSync(target.place(job.path), { force: true })
}

/** Trouble with the whole target, not with one file. */
function isFatal(error: unknown): boolean {
  return ['ENOSPC', 'EDQUOT', 'EROFS', 'EIO'].includes(systemCode(error))
}

function close(open: Set<FileJob>, job: FileJob): void {
  open.delete(job)
  if (job.handle !== undefined) closeSync(job.handle)
  job.handle = undefined
}
