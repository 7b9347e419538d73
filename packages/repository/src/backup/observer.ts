import type { BlobId } from '../id.ts'
import type { Observed } from '../threads/index.ts'

/** Somebody who remembers something of each new data blob while it is stored. */
export interface BackupObserver {
  /** A module that exports a `BlobObserver` as `observeBlob`; the threads that seal the blobs load it. */
  readonly module: URL
  /**
   * What `observeBlob` answered for a blob, before the blob is durable; never called for blobs that the repository
   * had. `observed` shares its memory with others. Must not throw: a backup does not fail for what is only noted.
   */
  readonly onBlob: (id: BlobId, observed: Buffer) => void
}

/** Hands out, blob by blob, what a thread observed. */
export function noteObserved(
  observer: BackupObserver | undefined,
  ids: readonly BlobId[],
  { bytes, lengths }: Observed,
): void {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  let at = 0
  for (const [place, id] of ids.entries()) {
    const end = at + (lengths[place] ?? 0)
    if (end > at) observer?.onBlob(id, all.subarray(at, end))
    at = end
  }
}
