import { uniformityZ } from './chi-square.ts'

/** What was rewritten between two versions, compared at equal offsets. */
export interface Delta {
  /** Bytes in 16-byte granules of which at least 12 bytes differ. */
  readonly rewritten: number
  /** z of the new bytes there; see `uniformityZ`. */
  readonly newZ: number
  /** z of the old bytes there. */
  readonly oldZ: number
  /** Distinct values of old ⊕ new among the granules that carry at least 12 distinct bytes. */
  readonly distinctDifferences: number
  readonly granules: number
}

const granule = 16
const mustDiffer = 12
/** More than enough to tell repetition from chance; bounds the memory of the set. */
const maxDistinct = 4096

/**
 * Compares two versions at equal offsets (signals T1, T1b, T2). Encryption in place changes nearly every
 * byte of what it touches, so granules with at least 12 of 16 changed bytes are its traces; insertions
 * shift text onto text and stay structured.
 */
export function deltaOf(before: Uint8Array, after: Uint8Array): Delta {
  const oldCounts = new Float64Array(256)
  const newCounts = new Float64Array(256)
  const differences = new Set<string>()
  const length = Math.min(before.length, after.length)
  let granules = 0
  for (let at = 0; at + granule <= length; at += granule) {
    if (differing(before, after, at) < mustDiffer) continue
    granules += 1
    for (let byte = at; byte < at + granule; byte += 1) {
      const [old, now] = [before[byte] ?? 0, after[byte] ?? 0]
      oldCounts[old] = (oldCounts[old] ?? 0) + 1
      newCounts[now] = (newCounts[now] ?? 0) + 1
    }
    if (differences.size < maxDistinct) differences.add(difference(before, after, at))
  }
  return {
    rewritten: granules * granule,
    newZ: uniformityZ(newCounts),
    oldZ: uniformityZ(oldCounts),
    distinctDifferences: differences.size,
    granules,
  }
}

function differing(before: Uint8Array, after: Uint8Array, at: number): number {
  let count = 0
  for (let byte = at; byte < at + granule; byte += 1) if (before[byte] !== after[byte]) count += 1
  return count
}

/** old ⊕ new of one granule; differences of few distinct bytes (shifts of padding) collapse into one value. */
function difference(before: Uint8Array, after: Uint8Array, at: number): string {
  const bytes = Buffer.alloc(granule)
  for (let byte = 0; byte < granule; byte += 1)
    bytes[byte] = (before[at + byte] ?? 0) ^ (after[at + byte] ?? 0)
  return new Set(bytes).size < mustDiffer ? `plain ${at}` : bytes.toString('latin1')
}
