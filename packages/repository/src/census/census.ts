/** How often each byte value occurs in a content, and how evenly in each of its windows. */
export interface Census {
  /** Bytes that were counted: all of a content up to 16 KiB, a fixed quarter of a larger one. */
  readonly counted: number
  /** Of each byte value. */
  readonly counts: Uint32Array
  /** Byte values that were seen, and those of them above 127. */
  readonly distinct: number
  readonly distinctHigh: number
  /** Control characters among them, apart from tab, line ends, form feed and escape. */
  readonly controls: number
  /** The counts as `packCounts` writes them, in the first `packedBytes`. */
  readonly packed: Uint8Array
  readonly packedBytes: number
  /** Windows of 4 KiB, the last one shorter. The lists may be longer. */
  readonly windows: number
  /** Of each window how many of its bytes were counted … */
  readonly windowCounted: Uint16Array
  /** … and the sum of the squares of its counts: n²/256 for even bytes, n² for equal ones. */
  readonly windowSquares: Uint32Array
}

/** Takes a census. The answer may share its memory with the next one of the same function. */
export type CensusTaker = (bytes: Uint8Array) => Census
