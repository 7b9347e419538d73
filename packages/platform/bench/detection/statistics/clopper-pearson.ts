/** Lower and upper end of an interval of a share, both in [0, 1]. */
export interface Bounds {
  readonly lower: number
  readonly upper: number
}

/**
 * The exact two-sided 95 % interval of a binomial share (Clopper and Pearson, Biometrika 26, 1934): the shares at
 * which `hits` or more, or `hits` or fewer, of `trials` would have a chance of 2.5 %. Never too narrow; with no hit
 * the upper end is 1 − 0.025^(1/trials). No trials say nothing: [0, 1].
 */
export function clopperPearson(hits: number, trials: number, confidence = 0.95): Bounds {
  const tail = (1 - confidence) / 2
  const share = (target: number, a: number, b: number) => betaQuantile(target, a, b)
  return {
    lower: hits === 0 || trials === 0 ? 0 : share(tail, hits, trials - hits + 1),
    upper: hits >= trials ? 1 : share(1 - tail, hits + 1, trials - hits),
  }
}

/** Bisection on the logarithm first would be faster; 200 halvings reach the last bit of small shares too. */
function betaQuantile(target: number, a: number, b: number): number {
  let [low, high] = [0, 1]
  for (let step = 0; step < 200; step += 1) {
    const middle = (low + high) / 2
    if (middle === low || middle === high) break
    if (incompleteBeta(middle, a, b) < target) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** Regularised incomplete beta function I_x(a, b) by its continued fraction (DLMF 8.17.22, Lentz's method). */
export function incompleteBeta(x: number, a: number, b: number): number {
  if (x <= 0) return 0
  if (x >= 1) return 1
  // The fraction converges fast below its mean; above it the symmetric one does.
  if (x > (a + 1) / (a + b + 2)) return 1 - incompleteBeta(1 - x, b, a)
  const front = Math.exp(
    logGamma(a + b) - logGamma(a) - logGamma(b) + a * Math.log(x) + b * Math.log1p(-x) - Math.log(a),
  )
  const tiny = 1e-300
  const nonZero = (value: number) => (Math.abs(value) < tiny ? tiny : value)
  let d = 1 / nonZero(1 - ((a + b) * x) / (a + 1))
  let [c, fraction] = [1, d]
  for (let m = 1; m <= 10_000; m += 1) {
    const even = (m * (b - m) * x) / ((a + 2 * m - 1) * (a + 2 * m))
    d = 1 / nonZero(1 + even * d)
    c = nonZero(1 + even / c)
    fraction *= d * c
    const odd = (-(a + m) * (a + b + m) * x) / ((a + 2 * m) * (a + 2 * m + 1))
    d = 1 / nonZero(1 + odd * d)
    c = nonZero(1 + odd / c)
    fraction *= d * c
    if (Math.abs(d * c - 1) < 1e-15) break
  }
  return Math.min(1, front * fraction)
}

/** ln Γ(x) for x > 0: Stirling's series (DLMF 5.11.1), shifted up until five terms of it are exact to 1e-15. */
function logGamma(x: number): number {
  let [shifted, product] = [x, 1]
  while (shifted < 15) {
    product *= shifted
    shifted += 1
  }
  const inverse = 1 / (shifted * shifted)
  const series =
    (1 / 12 - inverse * (1 / 360 - inverse * (1 / 1260 - inverse * (1 / 1680 - inverse / 1188)))) / shifted
  return (
    (shifted - 0.5) * Math.log(shifted) - shifted + Math.log(2 * Math.PI) / 2 + series - Math.log(product)
  )
}
