/** Shannon entropy of the byte distribution, in bits a byte (0 to 8); 0 of no bytes. */
export function shannonEntropy(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  for (const byte of bytes) counts[byte] = (counts[byte] ?? 0) + 1
  return entropyOf(counts, bytes.length)
}

function entropyOf(counts: Uint32Array, total: number): number {
  let entropy = 0
  for (const times of counts) if (times > 0) entropy -= (times / total) * Math.log2(times / total)
  return entropy
}

/** Longer prefixes in steps of 8 up to 192 bytes: where the curves of a format and of noise differ most. */
const [step, headBytes] = [8, 192]

/**
 * Differential area analysis (Davies et al., Computers & Security 108, 2021): the entropies of the first 8, 16 … 192
 * bytes form a curve; the area between it and the mean curve of random bytes is small for ciphertext. In bits × bytes,
 * 0 for what is as even as random bytes; shorter input is compared as far as it goes, the rest counts as empty.
 */
export function differentialArea(bytes: Uint8Array): number {
  const counts = new Uint32Array(256)
  let area = 0
  for (let length = step; length <= headBytes; length += step) {
    for (const byte of bytes.subarray(length - step, length)) counts[byte] = (counts[byte] ?? 0) + 1
    const have = Math.min(length, bytes.length)
    const entropy = have === 0 ? 0 : entropyOf(counts, have)
    area += step * Math.max(0, expectedEntropy(length) - entropy)
  }
  return area
}

const expected = new Map<number, number>()

/**
 * Mean entropy of n random bytes: 256 · Σₖ P(k) · (k/n) · log₂(n/k) with k binomial (n, 1/256); exact, so that no
 * random curve has to be stored.
 */
export function expectedEntropy(n: number): number {
  const known = expected.get(n)
  if (known !== undefined) return known
  let [mean, chance] = [0, (255 / 256) ** n]
  for (let k = 1; k <= n; k += 1) {
    chance *= (n - k + 1) / k / 255
    mean += 256 * chance * (k / n) * Math.log2(n / k)
  }
  expected.set(n, mean)
  return mean
}

/**
 * The smaller area of two fragments, the head and one elsewhere, after the "2F" answer to attacks on the head alone.
 * The place depends on the length only, which no attacker of our bench knows to use.
 */
export function twoFragmentArea(bytes: Uint8Array): number {
  if (bytes.length <= 2 * headBytes) return differentialArea(bytes)
  const place = headBytes + Math.floor((bytes.length - 2 * headBytes) * 0.618)
  return Math.min(differentialArea(bytes), differentialArea(bytes.subarray(place, place + headBytes)))
}
