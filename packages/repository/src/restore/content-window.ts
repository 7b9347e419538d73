import { closeSync, ftruncateSync, rmSync } from 'node:fs'

import { damaged, throwIfAborted } from '../error.ts'
import { fetchBlobs } from '../fetch-blobs.ts'
import type { BlobId } from '../id.ts'
import { printName } from '../name.ts'
import type { Repository } from '../repository.ts'
import { systemCode, writeFailure } from '../storage/index.ts'
import type { Node } from '../tree/index.ts'
import type { TargetFolder } from './target-folder.ts'

/** A file whose content is on its way. */
export interface FileJob {
  readonly path: string
  readonly node: Node
  missing: number
  handle: number | undefined
  isCreated: boolean
  failed: boolean
}

/** Where a piece belongs, and how long it must be. */
interface Place {
  readonly job: FileJob
  readonly offset: number
  readonly length: number
}

/** What the window tells about its files. */
export interface WindowEvents {
  onWritten(job: FileJob, bytes: number): void
  onComplete(job: FileJob): void
  onFailed(job: FileJob, error: unknown): void
}

/** Files whose blobs are fetched together, in storage order; bounds the memory of a restore. */
export interface ContentWindow {
  add(path: string, node: Node, lengths: readonly number[]): void
  /** True when the window should be written before more is added. */
  readonly isFull: boolean
  /** Fetches, verifies and writes everything that was added. */
  write(): Promise<void>
}

/** About 100 bytes of memory a piece: 20 MB for a full window. */
const maxPieces = 200_000
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
  const open = new Set<FileJob>()
  return {
    add(path, node, lengths) {
      const content = node.content ?? []
      const job: FileJob = {
        path,
        node,
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
      return count >= maxPieces
    },
    async write() {
      const batch = pieces
      pieces = new Map()
      count = 0
      try {
        for await (const fetched of fetchBlobs(repository, batch.keys(), { signal })) {
          throwIfAborted(signal)
          for (const place of batch.get(fetched.id) ?? []) {
            if (place.job.failed) continue
            if ('problem' in fetched) abandon(target, open, place.job, fetched.problem, events)
            else writePiece(target, open, place, fetched.bytes, events)
          }
        }
      } finally {
        for (const places of batch.values()) for (const { job } of places) discardHalf(target, open, job)
      }
    },
  }
}

function writePiece(
  target: TargetFolder,
  open: Set<FileJob>,
  { job, offset, length }: Place,
  bytes: Buffer,
  events: WindowEvents,
): void {
  try {
    // The offsets of all later pieces were summed up from the lengths that the index claims.
    if (bytes.length !== length) throw damaged(`A piece has ${bytes.length} bytes instead of ${length}.`)
    const handle = job.handle ?? openJob(target, open, job)
    target.write(handle, bytes, offset)
    events.onWritten(job, bytes.length)
    job.missing -= 1
    if (job.missing > 0) return
    close(open, job)
    events.onComplete(job)
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
