import { isUtf8 } from 'node:buffer'

import type { Content } from './content.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import type { Delta } from './signals/delta.ts'
import { isInPlace } from './signals/in-place.ts'
import { randomWindows } from './signals/stretches.ts'
import type { Thresholds } from './thresholds.ts'
import { noiseShare, textType } from './validators/index.ts'

/** What speaks for random bytes in a change. */
export interface Noise {
  readonly found: boolean
  /** Nearly everything that was rewritten is random (T1), repeats a keystream (T1b), or a text became unreadable. */
  readonly strong: boolean
  /** Structured blocks became random ones among many other changes (disk images, busy databases). */
  readonly destroyed: boolean
  readonly how: string
}

/** Too few bytes to prove anything; random looks still forbid to call them clean. */
const hintBytes = 64
/** Of a few hundred random bytes one sample in ten thousand has a z over 4.5; nothing is proved by them anyway. */
const hintFactor = 1.5
const fewestGranules = 16

/** Looks for noise in what changed: in the rewritten bytes as a whole, in pieces of them, in what was appended. */
export function noiseIn(
  versions: { before: Uint8Array; after: Uint8Array; old: Content; now: Content; delta: Delta },
  limits: Thresholds,
): Noise {
  const { delta, now } = versions
  const { total, random, destroyed } = delta.segments
  // Of disk images a quarter of the rewritten blocks is far more than the files that a day exchanges.
  const isDestroyed = destroyed >= 16 && destroyed * 4 >= total
  const found = (how: string, strong = false): Noise => ({ found: true, strong, destroyed: isDestroyed, how })
  if (delta.rewritten >= limits.minRewritten && Math.abs(delta.newZ) < limits.uniformZ) {
    return found(`${delta.rewritten} rewritten bytes are random`, true)
  }
  if (repeatsKeystream(delta, 3)) {
    return found(`a keystream repeats every few blocks over ${delta.rewritten} bytes`, true)
  }
  if (repeatsBlocks(delta, limits)) {
    return found(
      `blocks of noise return over ${delta.rewritten} bytes, as equal blocks are encrypted alike`,
      true,
    )
  }
  if (becameUnreadable(versions, limits)) return found('readable bytes became noise', true)
  if (now.state === 'whole' && now.type === textType) {
    return isStillText(versions) ? none : found('bytes that are no text stand among the letters')
  }
  if (repeatsKeystream(delta, 2)) return found(`the same differences return over ${delta.rewritten} bytes`)
  if (returnsFewBlocks(delta))
    return found(`a few blocks that look random return over ${delta.rewritten} bytes`)
  if (random > 0) return found(`${random} KiB of the ${total} KiB rewritten are random`)
  const isHint = delta.newZ < limits.uniformZ * hintFactor
  if (delta.rewritten >= hintBytes && delta.rewritten < limits.minRewritten && isHint) {
    return found(`${delta.rewritten} rewritten bytes look random`)
  }
  if (isOverwrittenAFew(versions, limits)) return found(`${delta.rewritten} bytes were overwritten at random`)
  return appendedNoise(versions, limits) ? found('what was appended is random') : none
}

const none: Noise = { found: false, strong: false, destroyed: false, how: '' }

/**
 * T1b: each difference returns `times` times on average, over more contents than that. Repetition of the contents
 * themselves would explain the differences. Twice is a hint, three times are proof.
 */
function repeatsKeystream(
  { granules, distinctDifferences, distinctContents }: Delta,
  times: number,
): boolean {
  return (
    granules >= fewestGranules &&
    distinctDifferences * times <= granules &&
    distinctContents > 2 * distinctDifferences
  )
}

/**
 * T1b of electronic code book: equal blocks become equal blocks, so that what was rewritten is not even, but each
 * block counted once is. Nearly every block of noise carries 12 distinct bytes of 16; tables and pixels do not.
 */
function repeatsBlocks(
  { lookedAt, varied, distinctContents, distinctZ }: Delta,
  limits: Thresholds,
): boolean {
  return (
    lookedAt - distinctContents >= fewestGranules &&
    distinctContents >= 2 * fewestGranules &&
    varied * 50 >= lookedAt * 49 &&
    distinctZ < limits.uniformZ
  )
}

/**
 * T1b where there are too few blocks for statistics: a file of zeros, encrypted block by block, repeats one of them. A
 * hint, because a pattern that somebody chose may look the same.
 */
function returnsFewBlocks({ lookedAt, varied, distinctContents }: Delta): boolean {
  return lookedAt - distinctContents >= fewestGranules && varied * 50 >= lookedAt * 49
}

/**
 * A short wound leaves a text that some encoding of the past might be read in. But it was UTF-8 and is none any
 * more, and what is stray is a good part of all that changed; whoever changes the encoding moves every letter.
 */
function isStillText({
  before,
  after,
  delta,
}: {
  before: Uint8Array
  after: Uint8Array
  delta: Delta
}): boolean {
  if (delta.touched === 0 || isUtf8(after) || !isUtf8(before) || zeros(after) * 4 > after.length) return true
  const stray = noiseShare(after) * after.length - noiseShare(before) * before.length
  return stray * 4 < delta.touched
}

/** The end of a file of nothing known, or a place in its middle: two blocks of noise, and all else as it was. */
function isOverwrittenAFew(
  { before, after, now, delta }: { before: Uint8Array; after: Uint8Array; now: Content; delta: Delta },
  limits: Thresholds,
): boolean {
  if (now.type !== undefined || before.length !== after.length) return false
  const few = delta.rewritten >= hintBytes / 2 && delta.rewritten < hintBytes
  return few && delta.newZ < limits.uniformZ && isInPlace(before, after, delta)
}

function becameUnreadable(
  {
    before,
    after,
    old,
    now,
    delta,
  }: { before: Uint8Array; after: Uint8Array; old: Content; now: Content; delta: Delta },
  limits: Thresholds,
): boolean {
  if (old.type !== textType || (now.type === textType && now.state === 'whole')) return false
  // Zeros are unreadable as well: what a log holds after a power failure.
  if (delta.erased * 2 >= before.length) return false
  // So is UTF-16 around a few letters that are none: of ciphertext one byte in 256 is zero, not one in four.
  if (zeros(after) * 4 > after.length) return false
  return noiseShare(after) - noiseShare(before) > limits.noiseShare
}

/** Unknown files that hold random blocks grow by more of them; to the others nothing random belongs. */
function appendedNoise(
  { before, after, now }: { before: Uint8Array; after: Uint8Array; now: Content },
  limits: Thresholds,
): boolean {
  const appended = after.subarray(before.length)
  if (now.type !== undefined || appended.length < hintBytes) return false
  if (appended.length < 4 * limits.minRewritten)
    return isUniform(appended, limits) && !isUniform(before, limits)
  return randomWindows(appended, limits.uniformZ) > 0 && randomWindows(before, limits.uniformZ) === 0
}

function isUniform(bytes: Uint8Array, limits: Thresholds): boolean {
  return uniformityZ(histogramOf(bytes)) < limits.uniformZ
}

function zeros(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) if (byte === 0) count += 1
  return count
}
