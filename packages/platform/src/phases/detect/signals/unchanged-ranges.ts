/** Bytes [from, to) of a file. */
export type ByteSpan = readonly [from: number, to: number]

/** What of a damaged version is still as it was in the clean one. */
export interface Salvage {
  /** Bytes in all stretches, also those that are not listed. */
  readonly bytes: number
  /** The longest stretches, in the order of the file. */
  readonly ranges: readonly ByteSpan[]
}

/** Shorter ones hold no page, no picture and no paragraph that a person could use. */
const leastBytes = 1024
/** Enough for every family's geometry that leaves something usable; bounds the report. */
const mostRanges = 32
const step = 64

/**
 * Stretches of the new version that are byte for byte what the old one had at the same offset. Ciphertext that
 * happens to equal a byte of the plain text ends no stretch of it: only whole equal steps of 64 bytes count.
 */
export function unchangedRanges(before: Buffer, after: Buffer): Salvage {
  const length = Math.min(before.length, after.length)
  const spans: [from: number, to: number][] = []
  for (let at = 0; at < length; at += step) {
    const end = Math.min(at + step, length)
    if (before.compare(after, at, end, at, end) !== 0) continue
    const last = spans.at(-1)
    if (last?.[1] === at) last[1] = end
    else spans.push([at, end])
  }
  return longest(spans)
}

/** Keeps what is long enough, and of that the longest. */
export function longest(spans: readonly ByteSpan[]): Salvage {
  const usable = spans.filter(([from, to]) => to - from >= leastBytes)
  const ranges = usable
    .toSorted((a, b) => b[1] - b[0] - (a[1] - a[0]))
    .slice(0, mostRanges)
    .sort((a, b) => a[0] - b[0])
  return { bytes: usable.reduce((sum, [from, to]) => sum + to - from, 0), ranges }
}
