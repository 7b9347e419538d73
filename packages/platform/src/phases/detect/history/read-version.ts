import type { Node, Repository } from '@anlauf/repository'

/** Larger files are compared in windows at equal offsets. */
const maxWhole = 64 * 1024 * 1024
const windows = 32
const windowBytes = 1024 * 1024

/**
 * The bytes of two versions of a file for comparison: whole up to 64 MiB, else 32 windows of 1 MiB at equal
 * offsets, spread over the shorter one with its beginning and end. Every byte was verified.
 */
export async function readVersions(
  repository: Repository,
  before: Node,
  after: Node,
): Promise<{ before: Buffer; after: Buffer; complete: boolean }> {
  const sizes = [before.size ?? 0, after.size ?? 0]
  if (Math.max(...sizes) <= maxWhole) {
    return {
      before: await readWhole(repository, before),
      after: await readWhole(repository, after),
      complete: true,
    }
  }
  const offsets = spreadOffsets(Math.min(...sizes))
  return {
    before: await readWindows(repository, before, offsets),
    after: await readWindows(repository, after, offsets),
    complete: false,
  }
}

/** One version: whole up to 64 MiB, else its beginning. */
export async function readOne(
  repository: Repository,
  node: Node,
): Promise<{ bytes: Buffer; complete: boolean }> {
  if ((node.size ?? 0) <= maxWhole) return { bytes: await readWhole(repository, node), complete: true }
  return { bytes: await readWindows(repository, node, [0]), complete: false }
}

async function readWhole(repository: Repository, node: Node): Promise<Buffer> {
  const pieces: Buffer[] = []
  for (const id of node.content ?? []) pieces.push(await repository.readBlob(id, 'data'))
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
}

function spreadOffsets(size: number): number[] {
  const last = Math.max(0, size - windowBytes)
  const places = Array.from({ length: windows }, (_, at) => Math.floor((last * at) / (windows - 1)))
  return [...new Set(places)]
}

async function readWindows(repository: Repository, node: Node, offsets: readonly number[]): Promise<Buffer> {
  const index = await repository.loadIndex()
  const result: Buffer[] = []
  let start = 0
  const waiting = offsets.map((offset) => ({ from: offset, to: offset + windowBytes }))
  for (const id of node.content ?? []) {
    const end = start + (index.sizes(id)?.plain ?? 0)
    const wanted = waiting.filter(({ from, to }) => from < end && to > start)
    if (wanted.length > 0) {
      const blob = await repository.readBlob(id, 'data')
      for (const { from, to } of wanted) result.push(blob.subarray(Math.max(0, from - start), to - start))
    }
    start = end
  }
  return Buffer.concat(result)
}
