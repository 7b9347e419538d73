import { type BlobId, type BlobIndex, type Node, readFile, type Repository } from '@anlauf/repository'

/** Larger files are compared where they changed only. */
export const maxWhole = 64 * 1024 * 1024
const windows = 64
const windowBytes = 1024 * 1024
/** The part by which a type is recognised. */
const headBytes = 4096

export interface VersionPair {
  readonly before: Buffer
  readonly after: Buffer
  readonly complete: boolean
}

interface Range {
  readonly from: number
  readonly to: number
}

/**
 * The bytes of two versions of a file for comparison: whole up to 64 MiB, else the head and what lies in
 * blobs that the old version had not, at equal offsets; beyond 64 MiB of those, 64 windows spread over them.
 * Every byte was verified. Throws `damaged`, `missing-object`.
 */
export async function readVersions(repository: Repository, before: Node, after: Node): Promise<VersionPair> {
  if (Math.max(before.size ?? 0, after.size ?? 0) <= maxWhole) {
    return {
      before: await readWhole(repository, before),
      after: await readWhole(repository, after),
      complete: true,
    }
  }
  const index = await repository.loadIndex()
  const ranges = limited(changedRanges(index, before, after))
  return {
    before: await readRanges(repository, index, before, ranges),
    after: await readRanges(repository, index, after, ranges),
    complete: false,
  }
}

/** One version: whole up to 64 MiB, else windows of 1 MiB spread over it. */
export async function readOne(
  repository: Repository,
  node: Node,
): Promise<{ bytes: Buffer; complete: boolean }> {
  const size = node.size ?? 0
  if (size <= maxWhole) return { bytes: await readWhole(repository, node), complete: true }
  const index = await repository.loadIndex()
  const ranges = limited([{ from: 0, to: size }])
  return { bytes: await readRanges(repository, index, node, ranges), complete: false }
}

/** The first bytes of a version; reads one blob. */
export async function readHead(repository: Repository, node: Node, bytes: number): Promise<Buffer> {
  const [first] = node.content ?? []
  return first === undefined ? Buffer.alloc(0) : (await repository.readBlob(first, 'data')).subarray(0, bytes)
}

async function readWhole(repository: Repository, node: Node): Promise<Buffer> {
  const pieces: Buffer[] = []
  for await (const piece of readFile(repository, node)) pieces.push(piece)
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
}

/** Ranges of the new version whose blobs the old one has nowhere, merged, with the head. */
export function changedRanges(index: Pick<BlobIndex, 'sizes'>, before: Node, after: Node): Range[] {
  const known = new Set(before.content)
  const ranges: { from: number; to: number }[] = [{ from: 0, to: Math.min(headBytes, after.size ?? 0) }]
  let at = 0
  for (const id of after.content ?? []) {
    const end = at + (index.sizes(id)?.plain ?? 0)
    const last = ranges.at(-1)
    if (!known.has(id)) {
      if (last !== undefined && last.to >= at) last.to = Math.max(last.to, end)
      else ranges.push({ from: at, to: end })
    }
    at = end
  }
  return ranges
}

/** Ranges of the new version whose blobs the old one has at the same offset, merged. */
export function equalBlobs(
  index: Pick<BlobIndex, 'sizes'>,
  before: Node,
  after: Node,
): (readonly [from: number, to: number])[] {
  const placesOf = (node: Node): Map<number, BlobId> => {
    let at = 0
    return new Map(
      (node.content ?? []).map((id) => {
        const start = at
        at += index.sizes(id)?.plain ?? 0
        return [start, id]
      }),
    )
  }
  const old = placesOf(before)
  const spans: [from: number, to: number][] = []
  for (const [at, id] of placesOf(after)) {
    const end = at + (index.sizes(id)?.plain ?? 0)
    const last = spans.at(-1)
    if (old.get(at) !== id) continue
    if (last?.[1] === at) last[1] = end
    else spans.push([at, end])
  }
  return spans
}

/** All ranges when they are not too much, else windows spread evenly over them from first to last byte. */
export function limited(ranges: readonly Range[]): readonly Range[] {
  const total = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
  if (total <= windows * windowBytes) return ranges
  const chosen: Range[] = []
  let [passed, window] = [0, 0]
  const startOf = (place: number) => Math.floor(((total - windowBytes) * place) / (windows - 1))
  for (const { from, to } of ranges) {
    const length = to - from
    // A window that begins in this range may end in the next one.
    while (window < windows && startOf(window) < passed + length) {
      const start = Math.max(0, startOf(window) - passed)
      const end = Math.min(length, startOf(window) + windowBytes - passed)
      chosen.push({ from: from + start, to: from + end })
      if (startOf(window) + windowBytes > passed + length) break
      window += 1
    }
    passed += length
  }
  return chosen
}

async function readRanges(
  repository: Repository,
  index: BlobIndex,
  node: Node,
  ranges: readonly Range[],
): Promise<Buffer> {
  const result: Buffer[] = []
  let [start, first] = [0, 0]
  for (const id of node.content ?? []) {
    // A blob that no index knows is read as well: that says what is missing instead of shifting the rest.
    const plain = index.sizes(id)?.plain ?? (await repository.readBlob(id, 'data')).length
    const end = start + plain
    while ((ranges[first]?.to ?? Infinity) <= start) first += 1
    let blob: Buffer | undefined
    for (let place = first; (ranges[place]?.from ?? Infinity) < end; place += 1) {
      const { from, to } = ranges[place] ?? { from: 0, to: 0 }
      blob ??= await repository.readBlob(id, 'data')
      result.push(blob.subarray(Math.max(0, from - start), to - start))
    }
    start = end
  }
  return Buffer.concat(result)
}
