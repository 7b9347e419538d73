import type { WholeFiles } from '../files/index.ts'
import type { BlobId } from '../id.ts'
import type { IndexedBlob } from '../index/index.ts'
import { permissionsOf } from '../tree/index.ts'
import type { FileJob, Place } from './file-job.ts'

/** The files that consist of one of the blobs each, as columns for a thread; undefined when there is none. */
export function wholeFilesOf(
  blobs: readonly IndexedBlob[],
  batch: ReadonlyMap<BlobId, readonly Place[]>,
): WholeFiles | undefined {
  const jobs: FileJob[] = []
  const places: number[] = []
  const stays = new Uint8Array(blobs.length)
  for (const [place, { id }] of blobs.entries()) {
    let isKept = true
    for (const { job } of batch.get(id) ?? []) {
      if (job.wholePath === undefined) isKept = false
      else places[jobs.push(job) - 1] = place
    }
    if (isKept) stays[place] = 1
  }
  return jobs.length === 0 ? undefined : { ...columnsOf(jobs), blobs: Uint32Array.from(places), stays }
}

function columnsOf(jobs: readonly FileJob[]): Omit<WholeFiles, 'blobs' | 'stays'> {
  const numbers = (): Uint32Array => new Uint32Array(jobs.length)
  const [modes, uids, gids] = [numbers(), numbers(), numbers()]
  const [paths, mtimes, atimes]: [string[], string[], string[]] = [[], [], []]
  for (const [at, { node, wholePath = '' }] of jobs.entries()) {
    modes[at] = permissionsOf(node.mode)
    uids[at] = node.uid
    gids[at] = node.gid
    paths.push(wholePath)
    mtimes.push(node.mtime)
    atimes.push(node.atime)
  }
  return { paths, modes, uids, gids, mtimes, atimes }
}
