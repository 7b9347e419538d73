import type { CutFinder } from '../chunker/index.ts'
import type { BlobId } from '../id.ts'
import type { BlobStore } from './blob-store.ts'

/** What was read: its blobs and the bytes that were really there. */
export interface ReadContent {
  readonly content: readonly BlobId[]
  readonly size: number
}

/**
 * Cuts bytes that come in pieces of any length and stores the chunks. Memory does not grow with the whole: a
 * chunk has at most 8 MiB. Takes ownership of the pieces.
 */
export async function readPieces(
  pieces: AsyncIterable<Uint8Array>,
  store: BlobStore,
  finder: CutFinder,
): Promise<ReadContent> {
  const content: BlobId[] = []
  const chunk: Uint8Array[] = []
  let size = 0
  const putChunk = async (): Promise<void> => {
    if (chunk.length > 0) content.push(await store.put('data', joined(chunk)))
    chunk.length = 0
  }
  finder.reset()
  for await (const piece of pieces) {
    size += piece.length
    const bytes = Buffer.from(piece.buffer, piece.byteOffset, piece.length)
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
}

function joined(pieces: readonly Uint8Array[]): Buffer {
  const [only] = pieces
  if (pieces.length !== 1 || only === undefined) return Buffer.concat(pieces)
  return Buffer.from(only.buffer, only.byteOffset, only.length)
}
