/** Adds the byte counts of `bytes` to a histogram of 256 bins. */
export function addHistogram(histogram: Float64Array, bytes: Uint8Array): void {
  for (const byte of bytes) histogram[byte] = (histogram[byte] ?? 0) + 1
}

export function histogramOf(bytes: Uint8Array): Float64Array {
  const histogram = new Float64Array(256)
  addHistogram(histogram, bytes)
  return histogram
}

/**
 * How far a histogram is from uniform: z = (χ² − (k − 1)) / √(2(k − 1)) over its k bins, about normal for
 * random bytes. Text lies in the hundreds and thousands. 0 counts give 0.
 */
export function uniformityZ(histogram: Float64Array): number {
  const total = histogram.reduce((sum, count) => sum + count, 0)
  const freedom = histogram.length - 1
  if (total === 0 || freedom < 1) return 0
  const expected = total / histogram.length
  const chiSquare = histogram.reduce((sum, count) => sum + (count - expected) ** 2 / expected, 0)
  return (chiSquare - freedom) / Math.sqrt(2 * freedom)
}
