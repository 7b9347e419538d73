import type { BlobId } from '../id.ts'

/** Blobs that go to a thread together. */
export interface BlobBatch {
  readonly ids: readonly BlobId[]
  readonly lengths: readonly number[]
  /** The blobs one behind the other, in memory that may be given away. */
  readonly plain: Uint8Array
  /** Length of `plain`, which is gone once it was given away. */
  readonly bytes: number
}

/** A hand-over costs some 20 µs: with this many bytes it is below one in a hundred of the work. */
const fullBytes = 1024 * 1024
const fullBlobs = 512

/** Collects small blobs; a large one is a batch of its own and is not copied. */
export interface BatchCollector {
  /** False when what was collected has to go first. */
  fits(plain: Buffer): boolean
  /** Adds a blob; true when the batch is full. */
  add(id: BlobId, plain: Buffer): boolean
  /** What was collected; undefined when there is nothing. */
  take(): BlobBatch | undefined
}

/** An empty collector. */
export function blobBatch(): BatchCollector {
  let memory: Buffer | undefined
  let bytes = 0
  let ids: BlobId[] = []
  let lengths: number[] = []
  return {
    fits: (plain) => ids.length === 0 || bytes + plain.length <= fullBytes,
    add(id, plain) {
      if (plain.length >= fullBytes) memory = plain
      else plain.copy((memory ??= Buffer.allocUnsafeSlow(fullBytes)), bytes)
      bytes += plain.length
      ids.push(id)
      lengths.push(plain.length)
      return bytes >= fullBytes || ids.length >= fullBlobs
    },
    take() {
      if (memory === undefined || ids.length === 0) return undefined
      const batch = { ids, lengths, plain: memory, bytes }
      memory = undefined
      bytes = 0
      ids = []
      lengths = []
      return batch
    },
  }
}
