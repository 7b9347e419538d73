import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import type { Thresholds } from './thresholds.ts'
import { sniff } from './validators/index.ts'

/** Random from end to end, and nothing that any check knows. Fewer than a kilobyte says nothing. */
export function isNoise(part: Uint8Array, limits: Thresholds): boolean {
  if (part.length < limits.minRewritten || sniff(part) !== undefined) return false
  return Math.abs(uniformityZ(histogramOf(part))) < limits.uniformZ
}

/** Is the greater part of what a package holds noise? A key among documents is not. */
export function holdsNoise(parts: ReadonlyMap<string, Uint8Array>, limits: Thresholds): boolean {
  let [noise, all] = [0, 0]
  for (const part of parts.values()) {
    all += part.length
    if (isNoise(part, limits)) noise += part.length
  }
  return noise * 2 > all
}
