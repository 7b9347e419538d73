import { canBeEncryption, type Case, type Change, isContainerSwap, isConversion } from './change.ts'
import type { Content } from './content.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { isInPlace, isPartlyOverwritten } from './signals/in-place.ts'
import { mixtureOf } from './signals/mixture.ts'
import type { Thresholds } from './thresholds.ts'
import { textType } from './validators/index.ts'

/** T3. A rename with a change of size that no encryption makes is a conversion, whatever it does to the format. */
export function brokeFormat(facts: Case): string[] {
  const { change, old, now, noise, delta } = facts
  if (!noise.strong && !noise.destroyed && !isSmallWound(facts)) return []
  if (old.state === 'broken' || old.state === 'untyped') return []
  if (isConversion(change) || isContainerSwap(change)) return []
  const graft = now.state === 'trailing' && now.type !== old.type
  if (now.state !== 'broken' && !graft) return []
  // Of what was rewritten, something must have been there: space that is filled up was nothing valid.
  if (delta.replaced === 0) return []
  const how = noise.found ? noise.how : 'what was rewritten and appended is random'
  return [`was valid ${old.type?.name}, now ${now.what}; ${how}`]
}

/**
 * A part of a small file, encrypted: fewer random bytes than χ² needs on its own, but a file that a check had
 * proved to its last byte begins no more like what it was, or is for the greater part rewritten, and its size is
 * that of encryption. A footer counts as well: of a tiny file it is most of what can be seen.
 */
function isSmallWound(facts: Case): boolean {
  const { change, old, now, delta, limits } = facts
  const { before, after } = change
  if (isNothingButNoise(facts)) return true
  const isPart = isPartlyOverwritten(before, after, delta)
  const wasProved = old.state === 'whole' && (old.deep || old.type === textType || isPart)
  if (!wasProved || now.state !== 'broken' || !canBeEncryption(change)) return false
  // What still begins as it should was hurt in its middle: honest writers move what follows, and keep the sums right.
  if (now.sniffed && delta.rewritten * 2 < before.length && before.length !== after.length && !isPart)
    return false
  if (delta.erased > 0 || delta.rewritten < granuleBytes || delta.newZ >= limits.uniformZ) return false
  if (isPart && before.length === after.length) return delta.rewritten >= placedWoundBytes
  const footer = after.subarray(before.length, before.length + mostFooterSeen)
  const random = uniformityZ(histogramOf(footer)) < limits.uniformZ ? footer.length : 0
  return delta.rewritten + random >= smallWoundBytes
}

/** Compressed and encrypted: shorter than it was, without a beginning, and random from end to end. */
function isNothingButNoise({ change: { after }, old, now, limits }: Case): boolean {
  if (old.state !== 'whole' || now.state !== 'broken' || now.sniffed || after.length < edgeBytes) return false
  return uniformityZ(histogramOf(after)) < limits.uniformZ
}

/** 96 bytes of prose have a z above 20, of base64 above 10; of random bytes hardly ever more than 4.5. */
const smallWoundBytes = 96
/** In place, with all around it as it was, half of that: 48 bytes of prose have a z above 15. */
const placedWoundBytes = 48
/** One place where more than a letter was changed. */
const granuleBytes = 16
const mostFooterSeen = 4096

/** T2. */
export function structuredToRandom(facts: Case): string[] {
  const { change, now, noise, delta, limits } = facts
  if (delta.oldZ <= limits.structuredZ || now.state === 'unchecked' || isContainerSwap(change)) return []
  const place = isOverwritten(facts)
  if (!noise.strong || delta.replaced < limits.minRewritten) {
    const footer = change.after.subarray(change.before.length)
    const hasFooter = footer.length >= edgeBytes && uniformityZ(histogramOf(footer)) < limits.uniformZ
    const least = hasFooter ? leastBeforeFooter : leastStretch
    const isRandom = delta.newZ < limits.uniformZ * 1.5 && delta.rewritten >= delta.stretches * least
    const isFew = place && isRandom && delta.replaced >= fewestReplaced
    return isFew && !isExcused(now) && canBeEncryption(change)
      ? [`${delta.rewritten} structured bytes were overwritten in place with random ones`]
      : []
  }
  if (isExcused(now) && !(place && isKeptKind(facts))) return []
  if (!canBeEncryption(change) && !endsWhereItEnded(change, limits)) return []
  return [`structured bytes were replaced: ${noise.how}`]
}

/** Nothing that changed lies outside of what was rewritten. */
function isOverwritten({ change: { before, after }, delta }: Case): boolean {
  return isInPlace(before, after, delta)
}

/**
 * A program that packs better changes the length. Of the same length, with every other byte where it was, it is no
 * other document but this one with noise in it, however much its kind may hold some.
 */
function isKeptKind({ change: { before, after }, old, now }: Case): boolean {
  return before.length === after.length && old.type === now.type && now.sniffed
}

/** Noise up to the very byte at which the old version ended, and something structured behind it: padded ciphertext. */
function endsWhereItEnded({ before, after }: Change, limits: Thresholds): boolean {
  const z = (from: number, to: number): number => uniformityZ(histogramOf(after.subarray(from, to)))
  const { length } = before
  if (after.length < length + edgeBytes) return false
  return z(length - edgeBytes, length) < limits.uniformZ && z(length, length + edgeBytes) > limits.structuredZ
}

/** 256 bytes of prose have a z above 100, of base64 of 30. */
const fewestReplaced = 256
/** On average: sums and identifiers that are stamped all over a file are shorter. */
const leastStretch = 112
const leastBeforeFooter = 48
const edgeBytes = 256

/** T1 by way of the end: parts of it were blanked in place, and at least as many random bytes appended. */
export function cutOutToItsEnd({ change, delta, limits }: Case): string[] {
  const { before, after } = change
  const appended = after.subarray(before.length)
  if (delta.erased < limits.minRewritten || delta.touched > delta.erased + 2 * edgeBytes) return []
  if (appended.length < delta.erased) return []
  if (uniformityZ(histogramOf(appended)) >= limits.uniformZ) return []
  return [`${delta.erased} bytes were blanked, and ${appended.length} random ones appended`]
}

/** T1 of a packed kind: noise over it, in place, and a footer of noise behind the end that it still has. */
export function gotNoiseAndFooter({ change, old, now, noise, limits, delta }: Case): string[] {
  const { before, after } = change
  if (old.state !== 'whole' || now.state !== 'trailing' || now.end !== before.length) return []
  const footer = after.subarray(before.length)
  const isFooter = footer.length >= edgeBytes && uniformityZ(histogramOf(footer)) < limits.uniformZ
  if (!isFooter || !noise.strong || !isInPlace(before, after, delta) || !canBeEncryption(change)) return []
  return [`${noise.how}, and ${footer.length} more follow its end`]
}

/** T4. Counts only what was rewritten in place: whoever appends something random mixes histograms as well. */
export function mixedWithNoise({ change, now, delta, limits }: Case): string[] {
  const { before, after } = change
  const grew = after.length - before.length
  if (isExcused(now) || grew < 0 || grew > 4096 || before.length < limits.minRewritten) return []
  if (isContainerSwap(change)) return []
  const { alpha, fit } = mixtureOf(histogramOf(before), histogramOf(after.subarray(0, before.length)))
  // The margin over the pilot's 0.02 keeps single edited blocks of structured binaries out.
  const isMixture = alpha > 0.04 && alpha < 1.5 && fit > 0.9
  return isMixture && delta.replaced >= (alpha * before.length) / 2
    ? [`the byte statistics became a mixture with ${Math.round(alpha * 100)} % noise`]
    : []
}

/** A sound structure explains random bytes, unless it holds what lay open before: pixels, members, blocks of a disk. */
function isExcused(now: Content): boolean {
  return now.state === 'whole' && (now.type === textType || now.type?.content !== 'open')
}
