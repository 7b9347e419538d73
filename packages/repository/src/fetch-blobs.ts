import { asRepositoryError, damaged, RepositoryError, throwIfAborted } from './error.ts'
import type { BlobId, PackId } from './id.ts'
import { type BlobIndex, type IndexedBlob, sizesOf } from './index/index.ts'
import { blobSource, type BlobSource, type FailedPlace, readBlobAnywhere } from './read-blob.ts'
import type { Repository } from './repository.ts'
import { type OpenAnswer, type RawKey, threadPool } from './threads/index.ts'

/** A verified blob, or why no location has it. */
export type FetchedBlob =
  | { readonly id: BlobId; readonly bytes: Buffer }
  | { readonly id: BlobId; readonly problem: RepositoryError }

/** Reading over a small gap is cheaper than a second request, even on local disks. */
const maxGap = 64 * 1024
/** Long enough for any medium, short enough that two threads share one pack and memory stays small. */
const maxRange = 2 * 1024 * 1024
/** 2 MiB of logs, or of what a hostile client wrote, can open to gigabytes. */
const maxPlainRange = 32 * 1024 * 1024
const defaultBytesInFlight = 24 * 1024 * 1024
/** Plain bytes per stored byte that are borne: beyond, fewer reads are under way. */
const plainShare = 4

/**
 * Every wanted blob once, in storage order: packs one after the other, neighbouring blobs in one read, the
 * next reads already under way (`bytesInFlight`, 24 MiB stored, four times as much plain). Each blob is verified, in
 * threads; when its first location is bad the others are tried. Memory: one bit per blob of the index, the ranges
 * in flight.
 */
export async function* fetchBlobs(
  repository: Repository,
  wanted: Iterable<BlobId>,
  options: { signal?: AbortSignal | undefined; bytesInFlight?: number } = {},
): AsyncGenerator<FetchedBlob> {
  const index = await repository.loadIndex()
  const source = blobSource(repository, index)
  const selection = index.select(wanted)
  for (const id of selection.missing) yield { id, problem: notIndexed(id) }

  const limit = options.bytesInFlight ?? defaultBytesInFlight
  const ranges = rangesOf(selection.packs())
  const underway: Reading[] = []
  const inFlight = { stored: 0, plain: 0 }
  for (;;) {
    throwIfAborted(options.signal)
    while (inFlight.stored < limit && inFlight.plain < limit * plainShare) {
      const range = ranges.next()
      if (range.done === true) break
      inFlight.stored += range.value.length
      inFlight.plain += range.value.plain
      underway.push(startReading(source, repository.masterKey, range.value))
    }
    const reading = underway.shift()
    if (reading === undefined) return
    yield* blobsOf(source, reading.range, await reading.opened)
    inFlight.stored -= reading.range.length
    inFlight.plain -= reading.range.plain
  }
}

/** Neighbouring blobs of one pack that are read together. */
interface Range {
  readonly pack: PackId
  readonly offset: number
  readonly length: number
  /** Bytes that the blobs have when they are open. */
  readonly plain: number
  readonly blobs: readonly IndexedBlob[]
}

interface Reading {
  readonly range: Range
  /** `undefined` when the read failed: then each blob is tried on its own. */
  readonly opened: Promise<OpenAnswer | undefined>
}

function* rangesOf(packs: ReturnType<ReturnType<BlobIndex['select']>['packs']>): Generator<Range> {
  for (const { pack, blobs } of packs) {
    let group: IndexedBlob[] = []
    let start = 0
    let end = 0
    let plain = 0
    for (const blob of blobs) {
      const size = sizesOf({ ...blob, pack }).plain
      const isNear = blob.offset - end <= maxGap && blob.offset + blob.length - start <= maxRange
      if (group.length > 0 && (!isNear || plain + size > maxPlainRange)) {
        yield { pack, offset: start, length: end - start, plain, blobs: group }
        group = []
      }
      if (group.length === 0) [start, end, plain] = [blob.offset, 0, 0]
      end = Math.max(end, blob.offset + blob.length)
      plain += size
      group.push(blob)
    }
    if (group.length > 0) yield { pack, offset: start, length: end - start, plain, blobs: group }
  }
}

function startReading(source: BlobSource, key: RawKey, range: Range): Reading {
  const { pack, offset, length } = range
  const read = source.storage.read('data', pack, { offset, length }).catch(() => undefined)
  const opened = read.then((sealed) => {
    if (sealed === undefined) return undefined
    const blobs = range.blobs.map((blob) => ({ ...blob, offset: blob.offset - offset }))
    return threadPool().run({ kind: 'open', key, sealed, blobs, wantsPlain: true })
  })
  // Awaited in its turn; until then a failure must not end the process.
  opened.catch(() => undefined)
  return { range, opened }
}

async function* blobsOf(
  source: BlobSource,
  range: Range,
  opened: OpenAnswer | undefined,
): AsyncGenerator<FetchedBlob> {
  const plain = opened === undefined ? undefined : Buffer.from(opened.plain.buffer, 0, opened.plain.length)
  let at = 0
  for (const [place, blob] of range.blobs.entries()) {
    const length = opened?.lengths[place] ?? -1
    if (plain === undefined || length < 0) {
      yield await fetchElsewhere(source, blob, failedPlace(range, blob, opened?.problems.get(place)))
      continue
    }
    yield { id: blob.id, bytes: plain.subarray(at, at + length) }
    at += length
  }
}

/** A place whose bytes were looked at is not read again; of a read that failed as a whole each blob is. */
function failedPlace(
  { pack }: Range,
  blob: IndexedBlob,
  problem: string | undefined,
): FailedPlace | undefined {
  return problem === undefined ? undefined : { place: { ...blob, pack }, error: damaged(problem) }
}

async function fetchElsewhere(
  source: BlobSource,
  blob: IndexedBlob,
  tried: FailedPlace | undefined,
): Promise<FetchedBlob> {
  try {
    return { id: blob.id, bytes: await readBlobAnywhere(source, blob.id, undefined, { tried }) }
  } catch (error) {
    return { id: blob.id, problem: asRepositoryError(error, 'read-failed', `Blob ${blob.id}`) }
  }
}

function notIndexed(id: BlobId): RepositoryError {
  return new RepositoryError('missing-object', `No index file names the blob ${id}.`, {
    hint: 'The backup was not finished or an index file is gone; take another snapshot or another copy.',
    context: { blob: id },
  })
}
