import { uniformityZ } from './chi-square.ts'
import { createSegments, type Segments } from './segments.ts'

/** What was rewritten between two versions, compared at equal offsets. */
export interface Delta {
  /** Bytes in 16-byte granules of which at least 12 bytes differ. */
  readonly rewritten: number
  /** Bytes that differ at all at equal offsets. */
  readonly touched: number
  /** z of the new bytes in the rewritten granules; see `uniformityZ`. */
  readonly newZ: number
  /** Rewritten bytes whose old granule held something: not one and the same byte 16 times. */
  readonly replaced: number
  /** z of the old bytes there. Filled-up empty space is no destroyed structure. */
  readonly oldZ: number
  /** Bytes of granules that held something and became one and the same byte. */
  readonly erased: number
  readonly granules: number
  /** Runs of neighbouring granules among them. */
  readonly stretches: number
  /** Distinct values of old ⊕ new among the granules that carry at least 12 distinct bytes. */
  readonly distinctDifferences: number
  /** Distinct new granules, counted up to the same limit. */
  readonly distinctContents: number
  /** z of the distinct new granules, each counted once: blocks of noise that return are even only so (T1b). */
  readonly distinctZ: number
  /** Granules that were looked at for these, and those of them that carry at least 12 distinct bytes. */
  readonly lookedAt: number
  readonly varied: number
  readonly segments: Segments
}

const granule = 16
const mustDiffer = 12
/** More than enough to tell repetition from chance; bounds the memory of the sets. */
const maxDistinct = 4096

/**
 * Compares two versions at equal offsets (signals T1, T1b, T2). Encryption in place changes nearly every
 * byte of what it touches, so granules with at least 12 of 16 changed bytes are its traces; insertions
 * shift text onto text and stay structured.
 */
export function deltaOf(before: Uint8Array, after: Uint8Array): Delta {
  const [differences, contents] = [new Set<number>(), new Set<number>()]
  const distinctCounts = new Uint32Array(256)
  const counter = createSegments()
  const { oldCounts, newCounts } = counter
  const length = Math.min(before.length, after.length)
  let [granules, touched, replaced, erased, lookedAt, varied] = [0, 0, 0, 0, 0, 0]
  let [stretches, stretchEnd] = [0, -1]
  for (let at = 0; at + granule <= length; at += granule) {
    if (at % stride === 0 && at + stride <= length && isEqual(before, after, at)) {
      at += stride - granule
      continue
    }
    const changed = differing(before, after, at)
    touched += changed
    if (changed === 0) continue
    const wasEmpty = isFill(before, at)
    if (!wasEmpty && isFill(after, at)) erased += granule
    if (changed < mustDiffer) continue
    granules += 1
    if (at !== stretchEnd) stretches += 1
    stretchEnd = at + granule
    if (!wasEmpty) replaced += granule
    count(newCounts, after, at)
    if (!wasEmpty) count(oldCounts, before, at)
    counter.counted(granule, wasEmpty)
    if (differences.size < maxDistinct) differences.add(difference(before, after, at))
    if (contents.size === maxDistinct) continue
    const content = fingerprint(after, at)
    lookedAt += 1
    if (content >= 0) varied += 1
    if (!contents.has(content)) count(distinctCounts, after, at)
    contents.add(content)
  }
  const { oldTotal, newTotal, segments } = counter.sum()
  return {
    rewritten: granules * granule,
    touched: touched + differingTail(before, after, length),
    newZ: uniformityZ(newTotal),
    replaced,
    oldZ: uniformityZ(oldTotal),
    erased,
    granules,
    stretches,
    distinctDifferences: differences.size,
    distinctContents: contents.size,
    distinctZ: uniformityZ(distinctCounts),
    lookedAt,
    varied,
    segments,
  }
}

/** Most of a large file is as it was: 4 KiB of it are compared at once. */
const stride = 4096

function isEqual(before: Uint8Array, after: Uint8Array, at: number): boolean {
  return Buffer.compare(before.subarray(at, at + stride), after.subarray(at, at + stride)) === 0
}

function count(counts: Uint32Array, bytes: Uint8Array, at: number): void {
  for (let byte = at; byte < at + granule; byte += 1) {
    const value = bytes[byte] ?? 0
    counts[value] = (counts[value] ?? 0) + 1
  }
}

function differing(before: Uint8Array, after: Uint8Array, at: number): number {
  let count = 0
  for (let byte = at; byte < at + granule; byte += 1) if (before[byte] !== after[byte]) count += 1
  return count
}

function differingTail(before: Uint8Array, after: Uint8Array, length: number): number {
  let count = 0
  for (let at = length - (length % granule); at < length; at += 1) if (before[at] !== after[at]) count += 1
  return count
}

function isFill(bytes: Uint8Array, at: number): boolean {
  for (let byte = at + 1; byte < at + granule; byte += 1) if (bytes[byte] !== bytes[at]) return false
  return true
}

/** Stands for "this byte occurred in the granule under work"; a counter spares emptying it for every granule. */
const seenIn = new Float64Array(256)
let work = 0

/**
 * old ⊕ new of one granule as a number; differences of few distinct bytes (shifts of padding) are all counted
 * apart. Numbers instead of the bytes themselves: this runs for every granule of every change.
 */
function difference(before: Uint8Array, after: Uint8Array, at: number): number {
  let [high, low, distinct] = [offsetBasis, 0, 0]
  work += 1
  for (let byte = at; byte < at + granule; byte += 1) {
    const value = (before[byte] ?? 0) ^ (after[byte] ?? 0)
    if (seenIn[value] !== work) distinct += 1
    seenIn[value] = work
    high = Math.imul(high ^ value, 0x01000193)
    low = Math.imul(low + value + 1, 0x9e3779b1) ^ (low >>> 15)
  }
  return distinct < mustDiffer ? -1 - at : numberOf(high, low)
}

/**
 * FNV-1a and a multiplicative hash side by side: 53 bits, too many for two of 4,096 contents to meet by chance.
 * Negative for contents of few distinct bytes.
 */
function fingerprint(bytes: Uint8Array, at: number): number {
  let [high, low, distinct] = [offsetBasis, 0, 0]
  work += 1
  for (let byte = at; byte < at + granule; byte += 1) {
    const value = bytes[byte] ?? 0
    if (seenIn[value] !== work) distinct += 1
    seenIn[value] = work
    high = Math.imul(high ^ value, 0x01000193)
    low = Math.imul(low + value + 1, 0x9e3779b1) ^ (low >>> 15)
  }
  return distinct < mustDiffer ? -1 - numberOf(high, low) : numberOf(high, low)
}

const offsetBasis = 0x811c9dc5

function numberOf(high: number, low: number): number {
  return (high >>> 0) * 2 ** 21 + (low >>> 11)
}
