/**
 * Signal T4: is the new histogram a mixture of the old one and uniform noise, new ≈ (1 − α)·old + α·uniform?
 * Needs no old bytes. `alpha` is the share of noise, `fit` the R² of the model against the old histogram.
 */
export function mixtureOf(before: Float64Array, after: Float64Array): { alpha: number; fit: number } {
  const [old, now] = [shares(before), shares(after)]
  let [cross, square] = [0, 0]
  for (let byte = 0; byte < 256; byte += 1) {
    const towards = 1 / 256 - (old[byte] ?? 0)
    const moved = (now[byte] ?? 0) - (old[byte] ?? 0)
    cross += towards * moved
    square += towards * towards
  }
  const alpha = square === 0 ? 0 : cross / square
  let [residual, total] = [0, 0]
  for (let byte = 0; byte < 256; byte += 1) {
    const predicted = (1 - alpha) * (old[byte] ?? 0) + alpha / 256
    residual += ((now[byte] ?? 0) - predicted) ** 2
    total += ((now[byte] ?? 0) - (old[byte] ?? 0)) ** 2
  }
  return { alpha, fit: total === 0 ? 0 : 1 - residual / total }
}

function shares(histogram: Float64Array): Float64Array {
  let total = 0
  for (let byte = 0; byte < 256; byte += 1) total += histogram[byte] ?? 0
  const result = new Float64Array(256)
  if (total > 0) for (let byte = 0; byte < 256; byte += 1) result[byte] = (histogram[byte] ?? 0) / total
  return result
}
