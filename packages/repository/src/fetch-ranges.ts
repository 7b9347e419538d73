import { asRepositoryError, damaged, RepositoryError, throwIfAborted } from './error.ts'
import type { WholeFiles } from './files/index.ts'
import type { BlobId, PackId } from './id.ts'
import { type BlobIndex, type IndexedBlob, sizesOf } from './index/index.ts'
import { blobSource, type BlobSource, readBlobAnywhere } from './read-blob.ts'
import type { Repository } from './repository.ts'
import { type OpenAnswer, type RawKey, threadPool } from './threads/index.ts'

/** A verified blob, or why no location has it. */
export type FetchedBlob =
  | { readonly id: BlobId; readonly bytes: Buffer }
  | { readonly id: BlobId; readonly problem: RepositoryError }

/** Neighbouring blobs of one pack, read and opened together. */
export interface FetchedRange {
  readonly blobs: readonly IndexedBlob[]
  /** The verified bytes of one; undefined when they are not at hand: the location is bad, or a thread kept them. */
  bytesOf(place: number): Buffer | undefined
  /** The blob from wherever it can be had. */
  fetchElsewhere(place: number): Promise<FetchedBlob>
  /** Which of the files that `filesOf` named were made; undefined when none were even tried. */
  readonly outcomes: Uint8Array | undefined
}

export interface FetchOptions {
  readonly signal?: AbortSignal | undefined
  readonly bytesInFlight?: number
  /** Files that the threads shall make of blobs of one range. */
  readonly filesOf?: (blobs: readonly IndexedBlob[]) => WholeFiles | undefined
}

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
 * next reads already under way (`bytesInFlight`, 24 MiB stored, four times as much plain). Blobs that no index file names go to
 * `onMissing`. Whoever leaves early has waited for what was under way: no thread works on behind the back.
 */
export async function* fetchRanges(
  repository: Repository,
  wanted: Iterable<BlobId>,
  options: FetchOptions & { onMissing: (id: BlobId) => void },
): AsyncGenerator<FetchedRange> {
  const index = await repository.loadIndex()
  const source = blobSource(repository, index)
  const selection = index.select(wanted)
  for (const id of selection.missing) options.onMissing(id)

  const limit = options.bytesInFlight ?? defaultBytesInFlight
  const ranges = rangesOf(selection.packs())
  const underway: Reading[] = []
  const inFlight = { stored: 0, plain: 0 }
  try {
    for (;;) {
      throwIfAborted(options.signal)
      while (inFlight.stored < limit && inFlight.plain < limit * plainShare) {
        const range = ranges.next()
        if (range.done === true) break
        inFlight.stored += range.value.length
        inFlight.plain += range.value.plain
        underway.push(startReading(source, repository.masterKey, range.value, options))
      }
      const reading = underway.shift()
      if (reading === undefined) return
      yield fetchedRange(source, reading, await reading.opened)
      inFlight.stored -= reading.range.length
      inFlight.plain -= reading.range.plain
    }
  } finally {
    await Promise.allSettled(underway.map(({ opened }) => opened))
  }
}

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
  readonly files: WholeFiles | undefined
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

function startReading(source: BlobSource, key: RawKey, range: Range, { filesOf }: FetchOptions): Reading {
  const { pack, offset, length } = range
  const files = filesOf?.(range.blobs)
  const read = source.storage.read('data', pack, { offset, length }).catch(() => undefined)
  const opened = read.then((sealed) => {
    if (sealed === undefined) return undefined
    const blobs = range.blobs.map((blob) => ({ ...blob, offset: blob.offset - offset }))
    const job = { kind: 'open', key, sealed, blobs, wantsPlain: true } as const
    return threadPool().run(files === undefined ? job : { ...job, files })
  })
  // Awaited in its turn; until then a failure must not end the process.
  opened.catch(() => undefined)
  return { range, files, opened }
}

function fetchedRange(
  source: BlobSource,
  { range, files }: Reading,
  opened: OpenAnswer | undefined,
): FetchedRange {
  const { plain, lengths = [] } = opened ?? {}
  const starts: number[] = []
  let at = 0
  const isKept = (place: number): boolean => files?.stays[place] === 1
  for (const [place, length] of lengths.entries()) {
    starts.push(at)
    if (length > 0 && !isKept(place)) at += length
  }
  return {
    blobs: range.blobs,
    outcomes: opened?.outcomes,
    bytesOf(place) {
      const [start = 0, length = -1] = [starts[place], lengths[place]]
      if (plain === undefined || length < 0 || isKept(place)) return undefined
      return Buffer.from(plain.buffer, plain.byteOffset + start, length)
    },
    fetchElsewhere: (place) => fetchElsewhere(source, range, place, opened),
  }
}

async function fetchElsewhere(
  source: BlobSource,
  range: Range,
  place: number,
  opened: OpenAnswer | undefined,
): Promise<FetchedBlob> {
  const blob = range.blobs[place] as IndexedBlob
  // A place whose bytes were looked at is not read again; of a read that failed as a whole each blob is.
  const problem = opened?.problems.get(place)
  const tried =
    problem === undefined ? undefined : { place: { ...blob, pack: range.pack }, error: damaged(problem) }
  try {
    return { id: blob.id, bytes: await readBlobAnywhere(source, blob.id, undefined, { tried }) }
  } catch (error) {
    return { id: blob.id, problem: asRepositoryError(error, 'read-failed', `Blob ${blob.id}`) }
  }
}

/** The problem of a blob that no index file names. */
export function notIndexed(id: BlobId): RepositoryError {
  return new RepositoryError('missing-object', `No index file names the blob ${id}.`, {
    hint: 'The backup was not finished or an index file is gone; take another snapshot or another copy.',
    context: { blob: id },
  })
}
