import { type BigIntStats, closeSync, constants, fstatSync, openSync, readSync } from 'node:fs'
import { type FileHandle, open } from 'node:fs/promises'

import { type CutFinder, formatChunkSizes } from '../chunker/index.ts'
import type { BlobStore } from './blob-store.ts'
import { type ReadContent, readPieces } from './read-pieces.ts'

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
  const handle = await open(path, flags)
  try {
    return await readPieces(piecesOf(handle), store, finder)
  } finally {
    await handle.close()
  }
}

async function* piecesOf(handle: FileHandle): AsyncGenerator<Buffer> {
  for (;;) {
    const piece = Buffer.allocUnsafe(pieceBytes)
    const { bytesRead } = await handle.read(piece, 0, pieceBytes, null)
    if (bytesRead === 0) return
    yield piece.subarray(0, bytesRead)
  }
}
