import { contentOf, flavourFits, isPicture } from './content.ts'
import { brokenPromise } from './packed-promise.ts'
import type { FileVerdict } from './report.ts'
import { evenAlphabet } from './signals/alphabet.ts'
import { periodOf } from './signals/period.ts'
import { noiseRhythm, randomWindows } from './signals/stretches.ts'
import type { Salvage } from './signals/unchanged-ranges.ts'
import { hasNoWords } from './signals/words.ts'
import type { Thresholds } from './thresholds.ts'
import { type ContentType, noiseShare, promisedType, textType } from './validators/index.ts'

export interface Judgement {
  readonly verdict: FileVerdict
  readonly reasons: readonly string[]
  /** Not clean, and the content contradicts what the name or the old version promised. */
  readonly contradiction?: boolean
  /** Not clean, because of random bytes that nothing explains. */
  readonly noise?: boolean
  /** Not clean, because it is text in the digits of something encoded (T6). */
  readonly encoded?: boolean
  /** Clean, because a check of the whole content passed (checksum or decoder), not only by the look of it. */
  readonly proven?: boolean
  /** It became a repeated pattern or encoded noise: nothing that honest programs make of an old file. */
  readonly unnatural?: boolean
  /** What of it is still as it was in the clean version. */
  readonly salvage?: Salvage
  /** Clean, but more than half of it is gone, which many files at once are not for honest reasons. */
  readonly cutShort?: boolean
}

export interface FirstVersion {
  readonly path: string
  readonly bytes: Uint8Array
  readonly complete: boolean
  /** Trusted files with this ending begin with the same bytes. */
  readonly isKin?: boolean
}

/**
 * A version without a clean predecessor: clean when a check or readable text vouches for it, or when it is
 * of a kind with trusted files and holds no noise; otherwise unknown. Never convicted by content alone.
 */
export function judgeFirst(version: FirstVersion, limits: Thresholds): Judgement {
  const { path, bytes, complete } = version
  if (bytes.length === 0) return clean('first seen, empty')
  const promised = promisedType(path)
  const content = contentOf(bytes, { expected: undefined, complete })
  const { type, state } = content
  if (type === textType) return judgeText(bytes, promised, limits)
  if (type === undefined) return judgeStranger(version, promised, limits)
  const fits = promised === undefined || promised === type || bothPictures(promised, type)
  if (fits && flavourFits(path, content) && state === 'whole' && content.deep) {
    const lie = brokenPromise(path, bytes, content, limits)
    if (lie !== undefined) {
      const reason = `first seen, valid ${type.name}, but ${lie.what}`
      return { verdict: 'unknown', reasons: [reason], contradiction: lie.isContradiction, noise: true }
    }
    return { ...clean(`first seen, valid ${type.name} to its last byte`), proven: true }
  }
  const noise = isNoisy(bytes, limits)
  if (state === 'broken' || state === 'trailing') {
    return undecided(`first seen as ${type.name}, but ${content.what}`, noise)
  }
  if (!fits || !flavourFits(path, content)) {
    return undecided(`the name promises something else than this kind of ${type.name}`, noise)
  }
  if (state === 'whole' && type.content === 'sealed' && promisedType(withoutEnding(path)) !== undefined) {
    return {
      verdict: 'unknown',
      reasons: [`first seen, sealed as ${type.name} under the name of a document`],
    }
  }
  if (state === 'whole' && !noise) return clean(`first seen, ${type.name}`)
  return {
    verdict: 'unknown',
    reasons: [`first seen as ${type.name}, whose check cannot look inside`],
    noise,
  }
}

/** `letter.docx.age` → `letter.docx`: the owner who locks his letters has had them in the clear before. */
function withoutEnding(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('.')))
}

/** Bytes that no check knows. */
function judgeStranger(
  { bytes, isKin }: FirstVersion,
  promised: ContentType | undefined,
  limits: Thresholds,
): Judgement {
  const noise = isNoisy(bytes, limits)
  if (promised !== undefined) {
    return undecided(
      `the name promises ${promised.name}, the content is ${noise ? 'noise' : 'nothing known'}`,
      noise,
    )
  }
  if (!noise && isKin === true) {
    return clean('first seen, begins like trusted files of this kind and holds no noise')
  }
  const reason = noise ? 'nothing explains its random content' : 'no check knows this type'
  return { verdict: 'unknown', reasons: [`first seen, and ${reason}`], noise }
}

function judgeText(bytes: Uint8Array, promised: ContentType | undefined, limits: Thresholds): Judgement {
  if (promised !== undefined && promised !== textType) {
    return undecided('the name promises something else, the content is text', false)
  }
  const symbols = evenAlphabet(bytes, limits.uniformZ)
  if (symbols !== undefined) {
    const reason = `first seen, an even mixture of ${symbols} symbols, as encoded ciphertext is`
    return { verdict: 'unknown', reasons: [reason], noise: true, encoded: true }
  }
  const period = periodOf(bytes)
  if (period !== undefined) {
    return { verdict: 'unknown', reasons: [`first seen, the same ${period} bytes over and over`] }
  }
  if (promised === undefined && hasNoWords(bytes)) {
    return {
      verdict: 'unknown',
      reasons: ['first seen, a text without a single space under no name of a text'],
    }
  }
  return clean('first seen, text')
}

function bothPictures(promised: ContentType, found: ContentType): boolean {
  return isPicture(promised) && isPicture(found)
}

/** Random in some stretch or rhythm; of few bytes only the share of unreadable ones can be told. */
function isNoisy(bytes: Uint8Array, limits: Thresholds): boolean {
  if (bytes.length < limits.minRewritten) return noiseShare(bytes) > limits.noiseShare * 2
  return randomWindows(bytes, limits.uniformZ) > 0 || noiseRhythm(bytes, limits.uniformZ) !== undefined
}

function undecided(reason: string, noise: boolean): Judgement {
  return { verdict: 'unknown', reasons: [reason], contradiction: true, noise }
}

function clean(reason: string): Judgement {
  return { verdict: 'clean', reasons: [reason] }
}
