import { fetchRanges, type FetchedBlob, notIndexed } from './fetch-ranges.ts'
import type { BlobId } from './id.ts'
import type { Repository } from './repository.ts'

export type { FetchedBlob } from './fetch-ranges.ts'

/**
 * Every wanted blob once, in storage order, the next reads already under way (`bytesInFlight`, 24 MiB stored,
 * four times as much plain). Each blob is verified, in threads; when its first location is bad the others are tried. Memory: one bit per
 * blob of the index, the ranges in flight.
 */
export async function* fetchBlobs(
  repository: Repository,
  wanted: Iterable<BlobId>,
  options: { signal?: AbortSignal | undefined; bytesInFlight?: number } = {},
): AsyncGenerator<FetchedBlob> {
  const missing: BlobId[] = []
  const ranges = fetchRanges(repository, wanted, { ...options, onMissing: (id) => missing.push(id) })
  for await (const range of ranges) {
    for (const id of missing.splice(0)) yield { id, problem: notIndexed(id) }
    for (const [place, { id }] of range.blobs.entries()) {
      const bytes = range.bytesOf(place)
      yield bytes === undefined ? await range.fetchElsewhere(place) : { id, bytes }
    }
  }
  for (const id of missing) yield { id, problem: notIndexed(id) }
}
