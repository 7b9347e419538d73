import { canBeEncryption, type Case, isContainerSwap, isConversion } from './change.ts'
import type { Content } from './content.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { mixtureOf } from './signals/mixture.ts'
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
function isSmallWound({ change, old, now, delta, limits }: Case): boolean {
  const wasProved = old.state === 'whole' && (old.deep || old.type === textType)
  if (!wasProved || now.state !== 'broken' || !canBeEncryption(change)) return false
  const { before, after } = change
  // What still begins as it should was hurt in its middle: honest writers change the length, and keep the sums right.
  if (now.sniffed && delta.rewritten * 2 < before.length && before.length !== after.length) return false
  if (delta.erased > 0 || delta.rewritten < granuleBytes || delta.newZ >= limits.uniformZ) return false
  const footer = after.subarray(before.length, before.length + mostFooterSeen)
  const random = uniformityZ(histogramOf(footer)) < limits.uniformZ ? footer.length : 0
  return delta.rewritten + random >= smallWoundBytes
}

/** 96 bytes of prose have a z above 20, of base64 above 10; of random bytes hardly ever more than 4.5. */
const smallWoundBytes = 96
/** One place where more than a letter was changed. */
const granuleBytes = 16
const mostFooterSeen = 4096

/** T2. */
export function structuredToRandom({ change, now, noise, delta, limits }: Case): string[] {
  if (!noise.strong || delta.oldZ <= limits.structuredZ || delta.replaced < limits.minRewritten) return []
  if (isExcused(now) || now.state === 'unchecked' || !canBeEncryption(change)) return []
  if (isContainerSwap(change)) return []
  return [`structured bytes were replaced: ${noise.how}`]
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
