/** Adds the byte counts of `bytes` to a histogram of 256 bins. */
export function addHistogram(histogram: Float64Array, bytes: Uint8Array): void {
  // Whole numbers first: counting is what every signal does to every byte, and twice as fast so.
  const counts = new Uint32Array(256)
  for (let at = 0; at < bytes.length; at += 1)
    counts[bytes[at] as number] = (counts[bytes[at] as number] ?? 0) + 1
  for (let byte = 0; byte < 256; byte += 1) histogram[byte] = (histogram[byte] ?? 0) + (counts[byte] ?? 0)
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
export function uniformityZ(histogram: ArrayLike<number>): number {
  const bins = histogram.length
  const freedom = bins - 1
  let [total, chiSquare] = [0, 0]
  for (let bin = 0; bin < bins; bin += 1) total += histogram[bin] ?? 0
  if (total === 0 || freedom < 1) return 0
  const expected = total / bins
  for (let bin = 0; bin < bins; bin += 1) chiSquare += ((histogram[bin] ?? 0) - expected) ** 2 / expected
  return (chiSquare - freedom) / Math.sqrt(2 * freedom)
}
