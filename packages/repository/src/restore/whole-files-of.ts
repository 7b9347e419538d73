import type { WholeFiles } from '../files/index.ts'
import type { BlobId } from '../id.ts'
import type { IndexedBlob } from '../index/index.ts'
import { permissionsOf } from '../tree/index.ts'
import type { FileJob, Place } from './content-window.ts'

/** The files that consist of one of the blobs each, as columns for a thread; undefined when there is none. */
export function wholeFilesOf(
  blobs: readonly IndexedBlob[],
  batch: ReadonlyMap<BlobId, readonly Place[]>,
): WholeFiles | undefined {
  const found: { blob: number; path: string; job: FileJob }[] = []
  const stays = new Uint8Array(blobs.length)
  for (const [blob, { id }] of blobs.entries()) {
    const places = batch.get(id) ?? []
    let others = 0
    for (const { job } of places) {
      if (job.wholePath === undefined) others += 1
      else found.push({ blob, path: job.wholePath, job })
    }
    if (others === 0) stays[blob] = 1
  }
  if (found.length === 0) return undefined
  return {
    blobs: Uint32Array.from(found, ({ blob }) => blob),
    paths: found.map(({ path }) => path),
    modes: Uint32Array.from(found, ({ job }) => permissionsOf(job.node.mode)),
    uids: Uint32Array.from(found, ({ job }) => job.node.uid),
    gids: Uint32Array.from(found, ({ job }) => job.node.gid),
    mtimes: found.map(({ job }) => job.node.mtime),
    atimes: found.map(({ job }) => job.node.atime),
    stays,
  }
}
