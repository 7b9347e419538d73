/** Where chunks may end. Sizes in bytes. */
export interface ChunkSizes {
  readonly minimum: number
  readonly maximum: number
  /** A cut needs this many low bits of the digest to be zero. */
  readonly cutBits: number
}

/** The format's own sizes: the mask aims at 1 MiB; with the minimum the mean is about 1.5 MiB. */
export const formatChunkSizes: ChunkSizes = { minimum: 512 * 1024, maximum: 8 * 1024 * 1024, cutBits: 20 }

/** Bytes of the rolling window. */
export const windowBytes = 64

/**
 * Finds cut points in a stream that is fed piece by piece.
 * `scan` reads `bytes` from `start` and answers the position just behind the first cut, or −1 when the
 * chunk goes on; after a cut the caller scans the same piece again from the answer.
 */
export interface CutFinder {
  scan(bytes: Uint8Array, start: number): number
  /** Forgets the chunk in progress: the next byte begins a new one. */
  reset(): void
}
