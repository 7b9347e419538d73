import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { open } from 'node:fs/promises'

import { type CutFinder, formatChunkSizes } from '../chunker/index.ts'
import type { BlobId } from '../id.ts'
import type { BlobStore } from './blob-store.ts'

/** What was read of a file: its blobs and the bytes that were really there. */
export interface ReadContent {
  readonly content: readonly BlobId[]
  readonly size: number
}

const pieceBytes = 1024 * 1024
const flags = constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK

/**
 * Reads a file, cuts it and stores its blobs. Files below the smallest chunk are one blob and never meet
 * the chunker; larger ones are read in pieces, so memory does not grow with the file. Throws the file
 * system's own errors: the caller reports them and goes on.
 */
export async function readContent(
  path: Buffer,
  stat: BigIntStats,
  store: BlobStore,
  finder: CutFinder,
): Promise<ReadContent> {
  const small = stat.size < BigInt(formatChunkSizes.minimum) ? readSmall(path, stat) : undefined
  if (small === undefined) return readLarge(path, store, finder)
  if (small.length === 0) return { content: [], size: 0 }
  return { content: [await store.put('data', small)], size: small.length }
}

/** The whole file, or undefined when it has grown beyond one blob meanwhile. */
function readSmall(path: Buffer, stat: BigIntStats): Buffer | undefined {
  const descriptor = openSync(path, flags)
  try {
    const now = fstatSync(descriptor, { bigint: true })
    if (!now.isFile() || now.ino !== stat.ino) throw new Error('it was replaced while it was read')
    // One byte of room shows a file that grows under our hands.
    let buffer = Buffer.allocUnsafe(Number(now.size) + 1)
    let length = 0
    for (;;) {
      const read = readSync(descriptor, buffer, length, buffer.length - length, null)
      length += read
      if (read === 0) return buffer.subarray(0, length)
      if (length >= formatChunkSizes.minimum) return undefined
      if (length === buffer.length) buffer = Buffer.concat([buffer], length * 2 + 4096)
    }
  } finally {
    closeSync(descriptor)
  }
}

async function readLarge(path: Buffer, store: BlobStore, finder: CutFinder): Promise<ReadContent> {
  const content: BlobId[] = []
  const chunk: Buffer[] = []
  let size = 0
  const putChunk = async () => {
    if (chunk.length > 0) content.push(await store.put('data', joined(chunk)))
    chunk.length = 0
  }
  finder.reset()
  const handle = await open(path, flags)
  try {
    for (;;) {
      const piece = Buffer.allocUnsafe(pieceBytes)
      const { bytesRead } = await handle.read(piece, 0, pieceBytes, null)
      if (bytesRead === 0) break
      size += bytesRead
      const bytes = piece.subarray(0, bytesRead)
      let from = 0
      for (let cut = finder.scan(bytes, 0); cut !== -1; cut = finder.scan(bytes, cut)) {
        chunk.push(bytes.subarray(from, cut))
        await putChunk()
        from = cut
      }
      if (from < bytes.length) chunk.push(bytes.subarray(from))
    }
    await putChunk()
    return { content, size }
  } finally {
    await handle.close()
  }
}

function joined(pieces: readonly Buffer[]): Buffer {
  const [only] = pieces
  return pieces.length === 1 && only !== undefined ? only : Buffer.concat(pieces)
}
