import type { FileVerdict } from './report.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { type Delta, deltaOf } from './signals/delta.ts'
import { mixtureOf } from './signals/mixture.ts'
import type { Thresholds } from './thresholds.ts'
import {
  type ContentType,
  noiseShare,
  promisedType,
  sniff,
  textType,
  type Validity,
} from './validators/index.ts'

export interface Judgement {
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
  /** Not clean, and the content contradicts what the name or the old version promised. */
  readonly contradiction?: boolean
}

export interface Change {
  /** Path of the new version. */
  readonly path: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Both are complete; false when a large file was sampled at equal offsets. */
  readonly complete: boolean
  /** The file got a new ending that this history never saw before and that many files got together (T8). */
  readonly massRenamed: boolean
}

/**
 * Judges one change, never one version alone. Order of the argument:
 * 1. a deep check that passes on the new bytes, to their very end, exonerates;
 * 2. a valid format that is broken now, by random bytes, convicts (T3); so does noise over structured old
 *    bytes (T2) and a histogram that became a mixture with noise (T4);
 * 3. a mass rename to an unseen ending of content that nothing explains convicts (T8);
 * 4. random bytes that replaced random bytes stay unknown; everything else is clean.
 */
export function judgeChange(change: Change, limits: Thresholds): Judgement {
  const oldType = typeOf(change.before, change.path)
  const newType = sniff(change.after)
  const oldValidity = validityOf(oldType, change.before, change)
  const newValidity = validityOf(newType ?? oldType, change.after, change)
  if (exonerates(newValidity, change) && !change.massRenamed)
    return clean(`valid ${newType?.name} to its last byte`)

  const delta = deltaOf(change.before, change.after)
  const noise = noiseOf(delta, change, limits)
  const reasons = [
    ...brokeFormat(oldType, oldValidity, newType, newValidity, noise),
    ...structuredToRandom(delta, newValidity, noise, limits),
    ...mixedWithNoise(change, newValidity, limits),
    ...renamedTogether(change, newValidity),
  ]
  if (reasons.length > 0) return { verdict: 'convicted', reasons }
  return withoutConviction(oldType, oldValidity, newValidity, noise)
}

/** A version without a predecessor: valid, harmless or unknown; never convicted by content alone. */
export function judgeFirst(
  path: string,
  bytes: Uint8Array,
  complete: boolean,
  limits: Thresholds,
): Judgement {
  const type = sniff(bytes)
  const promised = promisedType(path)
  const noise = isNoise(bytes, limits) || isNoise(bytes.subarray(0, headBytes), limits)
  if (
    promised !== undefined &&
    type !== promised &&
    (noise || (type === undefined && promised !== textType))
  ) {
    return undecided(
      `the name promises ${promised.name}, the content is ${noise ? 'noise' : 'nothing known'}`,
    )
  }
  if (type === undefined) {
    return noise
      ? { verdict: 'unknown', reasons: ['first seen, and nothing explains its random content'] }
      : clean('first seen, structured content')
  }
  const validity = complete ? type.validate(bytes) : undefined
  if (validity?.state === 'broken') return undecided(`first seen as ${type.name}, but ${validity.what}`)
  return clean(`first seen, ${type.name}`)
}

/** Enough for χ², and the part that every family encrypts first. */
const headBytes = 4096

function undecided(reason: string): Judgement {
  return { verdict: 'unknown', reasons: [reason], contradiction: true }
}

interface Noise {
  /** The rewritten bytes are random (T1), repeat a keystream (T1b), or a small text became unreadable. */
  readonly found: boolean
  readonly how: string
}

function noiseOf(delta: Delta, change: Change, limits: Thresholds): Noise {
  if (delta.rewritten >= limits.minRewritten && Math.abs(delta.newZ) < limits.uniformZ) {
    return { found: true, how: `${delta.rewritten} rewritten bytes are random` }
  }
  if (delta.granules >= 16 && delta.distinctDifferences * 8 <= delta.granules) {
    return { found: true, how: `a keystream repeats every few blocks over ${delta.rewritten} bytes` }
  }
  const rose = noiseShare(change.after) - noiseShare(change.before)
  if (rose > limits.noiseShare) return { found: true, how: 'readable bytes became noise' }
  return { found: false, how: '' }
}

function brokeFormat(
  oldType: ContentType | undefined,
  oldValidity: Validity | undefined,
  newType: ContentType | undefined,
  newValidity: Validity | undefined,
  noise: Noise,
): string[] {
  if (oldType === undefined || oldValidity?.state !== 'valid' || !noise.found) return []
  if (newValidity?.state === 'broken')
    return [`was valid ${oldType.name}, now ${newValidity.what}; ${noise.how}`]
  return newType === undefined ? [`was valid ${oldType.name}, now nothing known; ${noise.how}`] : []
}

function structuredToRandom(
  delta: Delta,
  newValidity: Validity | undefined,
  noise: Noise,
  limits: Thresholds,
): string[] {
  if (!noise.found || delta.oldZ <= limits.structuredZ || newValidity?.state === 'valid') return []
  return [`structured bytes were replaced: ${noise.how}`]
}

function mixedWithNoise(change: Change, newValidity: Validity | undefined, limits: Thresholds): string[] {
  const grew = change.after.length - change.before.length
  if (newValidity?.state === 'valid' || grew < 0 || grew > 4096) return []
  if (change.before.length < limits.minRewritten) return []
  const { alpha, fit } = mixtureOf(histogramOf(change.before), histogramOf(change.after))
  // The margin over the pilot's 0.02 keeps single edited blocks of structured binaries out.
  return alpha > 0.04 && alpha < 1.5 && fit > 0.9
    ? [`the byte statistics became a mixture with ${Math.round(alpha * 100)} % noise`]
    : []
}

function renamedTogether(change: Change, newValidity: Validity | undefined): string[] {
  const deep = newValidity?.state === 'valid' && newValidity.depth !== 'structure'
  return change.massRenamed && !deep ? ['changed and got an unseen ending together with many others'] : []
}

function withoutConviction(
  oldType: ContentType | undefined,
  oldValidity: Validity | undefined,
  newValidity: Validity | undefined,
  noise: Noise,
): Judgement {
  if (newValidity?.state === 'valid') return clean('still readable, no random bytes where none were')
  if (oldValidity?.state === 'valid' && newValidity?.state === 'broken') {
    const reason = `was valid ${oldType?.name}, now ${newValidity.what}`
    return { verdict: 'suspicious', reasons: [reason], contradiction: true }
  }
  if (noise.found) return { verdict: 'unknown', reasons: [`${noise.how}, and no check knows this type`] }
  return clean('changed without a trace of encryption')
}

/** The type that the old version had; the name decides only where the bytes do not. */
function typeOf(bytes: Uint8Array, path: string): ContentType | undefined {
  return sniff(bytes) ?? promisedType(path)
}

function validityOf(type: ContentType | undefined, bytes: Uint8Array, change: Change): Validity | undefined {
  if (type === undefined) return undefined
  if (change.complete || type === textType) return type.validate(bytes)
  // Of a sampled file only the magic bytes can be judged; they convict when they are gone, never exonerate.
  return sniff(bytes) === type ? undefined : { state: 'broken', offset: 0, what: 'the header is gone' }
}

function exonerates(validity: Validity | undefined, change: Change): boolean {
  if (!change.complete || validity?.state !== 'valid' || validity.depth === 'structure') return false
  return validity.end === change.after.length
}

function isNoise(bytes: Uint8Array, limits: Thresholds): boolean {
  if (bytes.length < limits.minRewritten) return noiseShare(bytes) > limits.noiseShare * 2
  return Math.abs(uniformityZ(histogramOf(bytes))) < limits.uniformZ
}

function clean(reason: string): Judgement {
  return { verdict: 'clean', reasons: [reason] }
}
