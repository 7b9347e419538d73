import {
  canBeEncryption,
  type Case,
  type Change,
  isCompressed,
  isContainerSwap,
  isConversion,
} from './change.ts'
import { type Content, contentOf, isSameKind } from './content.ts'
import { contradictionsOf, isUnnatural } from './contradictions.ts'
import { becameDigits, encodedText, isNoiseInDigits } from './digits.ts'
import { wearsDisguise } from './disguise.ts'
import { judgeFirst, type Judgement } from './judge-first.ts'
import { noiseInside } from './noise-inside.ts'
import { noiseIn } from './noise.ts'
import {
  brokeFormat,
  cutOutToItsEnd,
  gotNoiseAndFooter,
  mixedWithNoise,
  structuredToRandom,
} from './proofs.ts'
import { deltaOf } from './signals/delta.ts'
import { isPatchedStream } from './signals/patched-stream.ts'
import { isInPlace } from './signals/in-place.ts'
import { hasNoWords } from './signals/words.ts'
import { defaultThresholds, type Thresholds } from './thresholds.ts'
import { promisedType, textType } from './validators/index.ts'

/**
 * Judges one change against a clean version, never one version alone. Order of the argument:
 * 0. what became digits of noise from its first byte on (T6) is convicted: a text it is, and says nothing;
 * 1. a deep check that passes on the new bytes, to their very end, exonerates; a valid file of another kind
 *    in a graft does not;
 * 2. a valid format that is broken now, by random bytes, convicts (T3); so does noise over structured old
 *    bytes (T2) and a histogram that became a mixture with noise (T4);
 * 3. a mass rename to an unseen ending of content that nothing explains convicts (T8);
 * 4. what contradicts the old version is suspicious, noise that nothing explains unknown; the rest is clean.
 */
export function judgeChange(change: Change, limits: Thresholds): Judgement {
  const { path, before, after, complete } = change
  if (before.length === 0) return judgeFirst({ path, bytes: after, complete }, limits)
  const old = contentOf(before, { expected: promisedType(change.oldPath ?? path), complete })
  const now = contentOf(after, { expected: old.type, complete })
  const digits = becameDigits(change, { old, now }, limits)
  if (digits !== undefined) return { verdict: 'convicted', reasons: [digits], encoded: true }
  if (now.state === 'whole' && isSameKind(old, now, path)) {
    const wraps = change.oldPath !== undefined && path.startsWith(`${change.oldPath}.`)
    const inside = noiseInside(before, after, { old, now, wraps, limits })
    if (inside?.isProof === true) return { verdict: 'convicted', reasons: [inside.what] }
    if (now.deep && !isPatched(old, now, change)) {
      if (inside === undefined) return clean(`valid ${now.type?.name} to its last byte`)
      const reasons = [inside.what]
      return { verdict: 'suspicious', reasons, contradiction: true, noise: true, unnatural: true }
    }
  }
  const delta = deltaOf(before, after)
  const facts: Case = {
    change,
    old,
    now,
    delta,
    noise: noiseIn({ before, after, old, now, delta }, limits),
    limits,
  }
  const proof = [
    ...brokeFormat(facts),
    ...structuredToRandom(facts),
    ...mixedWithNoise(facts),
    ...cutOutToItsEnd(facts),
    ...gotNoiseAndFooter(facts),
    ...wearsDisguise(facts),
  ]
  if (proof.length > 0) return { verdict: 'convicted', reasons: proof }
  const judgement = withoutProof(facts)
  // A tree that is compressed file by file is honest work, also where its files do not get smaller.
  const isMass = change.massRenamed && !isCompressed(change)
  if (isMass && judgement.verdict !== 'clean' && canBeEncryption(change)) {
    const reason = 'changed and got an unseen ending together with many others'
    return { verdict: 'convicted', reasons: [reason, ...judgement.reasons] }
  }
  return judgement
}

/** What is read over: a decoder of jpeg knows no checksum, and neither do the parts of a pdf that are not packed. */
function isPatched(old: Content, now: Content, { before, after }: Change): boolean {
  const hasNoSum = now.type?.name === 'jpeg' || now.type?.name === 'pdf'
  if (!hasNoSum || old.type !== now.type || before.length !== after.length) return false
  return isPatchedStream(before, after) || isPatchedInPlaces(before, after)
}

function isPatchedInPlaces(before: Uint8Array, after: Uint8Array): boolean {
  const delta = deltaOf(before, after)
  const { rewritten, newZ } = delta
  return rewritten >= leastPatch && newZ < defaultThresholds.uniformZ && isInPlace(before, after, delta)
}

const leastPatch = 48

function withoutProof(facts: Case): Judgement {
  const { change, old, now, noise, delta } = facts
  if (isPatched(old, now, change)) {
    const reason = 'a stretch of noise was written into the middle of it, and a reader still reads over it'
    return { verdict: 'suspicious', reasons: [reason], contradiction: true, noise: true }
  }
  if (isConversion(change) && (now.state !== 'whole' || noise.found)) {
    return {
      verdict: 'unknown',
      reasons: ['replaced by a file of another kind and size'],
      noise: noise.found,
    }
  }
  const contradictions = [...contradictionsOf(facts)]
  if (contradictions.length > 0) {
    const unnatural = isUnnatural(facts)
    return {
      verdict: 'suspicious',
      reasons: contradictions,
      contradiction: true,
      noise: noise.found,
      ...(isText(now) && encodedText(change, facts.limits) !== undefined ? { encoded: true } : {}),
      ...(unnatural ? { unnatural } : {}),
      ...(change.after.length === 0 ? { cutShort: true } : {}),
    }
  }
  if (isContainerSwap(change) && !now.deep) {
    const reason = 'put into a container that nobody can look into'
    return { verdict: 'unknown', reasons: [reason], contradiction: !isCompressed(change), noise: noise.found }
  }
  if (noise.found) {
    const check = now.type === undefined ? 'no check knows this type' : 'its check cannot look inside'
    return { verdict: 'unknown', reasons: [`${noise.how}, and ${check}`], noise: true }
  }
  if (isUnpromised(facts)) {
    const reason = `was nothing known, and is ${now.type?.name} now, which no name promised`
    return { verdict: 'unknown', reasons: [reason] }
  }
  if (now.type === undefined && isNoiseInDigits(change, facts.limits)) {
    return { verdict: 'unknown', reasons: ['its head became digits of something encoded'], encoded: true }
  }
  if (isUnexplained(facts)) {
    return { verdict: 'unknown', reasons: ['rewritten, and no check knows this type'] }
  }
  if (old.state === 'untyped' && isMostlyNew(change)) {
    return judgeFirst(
      { path: change.path, bytes: change.after, complete: change.complete, isKin: true },
      facts.limits,
    )
  }
  if (delta.touched === 0 && change.after.length * 2 < change.before.length) {
    return isCutInLine(change)
      ? {
          verdict: 'suspicious',
          reasons: ['cut off in the middle of a line'],
          contradiction: true,
          unnatural: true,
          cutShort: true,
        }
      : { ...clean('cut short, otherwise as it was'), cutShort: true }
  }
  return clean(delta.touched === 0 ? 'only appended to' : 'changed without a trace of encryption')
}

/** Whoever shortens a text by hand leaves whole lines; a wiper and a full disk do not. */
function isCutInLine({ before, after }: Change): boolean {
  return after.length > 0 && before.at(-1) === newline && after.at(-1) !== newline
}

const newline = 0x0a

/**
 * No check vouches for the content, statistics cannot, and it is not the old content with something appended:
 * a few bytes of nothing known, or anything unknown that got a new name together with many others.
 */
function isUnexplained({ change, old, now, delta, limits }: Case): boolean {
  if (delta.touched === 0 || (now.type !== undefined && now.state !== 'whole')) return false
  const { before, after } = change
  const isNothingLeft =
    old.state === 'untyped' && after.length * mostShrunk < before.length && delta.touched * 2 >= after.length
  if (now.state === 'whole') return isNothingLeft || (change.massRenamed && after.length < 64)
  return (
    change.massRenamed ||
    isNothingLeft ||
    (before.length < limits.minRewritten && delta.touched * 4 >= before.length)
  )
}

/** Compressed before it is encrypted, a file of empty pages becomes this much smaller, and no longer than a line. */
const mostShrunk = 16

/** A sound file around what nobody knows hides it. Text may begin anywhere, but not as digits without a word. */
function isUnpromised({ change, old, now }: Case): boolean {
  if (old.state !== 'untyped') return false
  if (isText(now)) return hasNoWords(change.after)
  return now.sniffed && !isSameKind(old, now, change.path)
}

function isMostlyNew({ before, after }: Change): boolean {
  return after.length > 2 * before.length + 64
}

function isText({ type }: Content): boolean {
  return type === textType
}

function clean(reason: string): Judgement {
  return { verdict: 'clean', reasons: [reason] }
}
