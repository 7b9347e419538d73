import { contentOf, type Content, isSameKind } from './content.ts'
import { judgeFirst, type Judgement } from './judge-first.ts'
import { noiseInside } from './noise-inside.ts'
import { type Noise, noiseIn } from './noise.ts'
import { evenAlphabet } from './signals/alphabet.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { type Delta, deltaOf } from './signals/delta.ts'
import { encodedRest, encodedRun } from './signals/encoded.ts'
import { isEncryptionGrowth } from './signals/growth.ts'
import { mixtureOf } from './signals/mixture.ts'
import { isPatchedStream } from './signals/patched-stream.ts'
import { periodOf } from './signals/period.ts'
import { lostItsWords } from './signals/words.ts'
import type { Thresholds } from './thresholds.ts'
import { endingOf, promisedType, sniff, textType } from './validators/index.ts'

export interface Change {
  /** Path of the new version, and of the old one where it was another. */
  readonly path: string
  readonly oldPath?: string
  readonly before: Uint8Array
  readonly after: Uint8Array
  /** Both are complete; false when of a large file only the changed ranges were read. */
  readonly complete: boolean
  /** The new name has an ending that this history never saw before. */
  readonly unseenEnding: boolean
  /** Many files got that ending together (T8). */
  readonly massRenamed: boolean
}

/** Everything that is known of a change when it is judged. */
interface Case {
  readonly change: Change
  readonly old: Content
  readonly now: Content
  readonly delta: Delta
  readonly noise: Noise
  readonly limits: Thresholds
}

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
  // Digits in front of an untouched rest are no text, and nothing else that is known.
  const digits = now.type === textType || !now.sniffed ? becameEncoded(change, old, limits) : undefined
  if (digits !== undefined) return { verdict: 'convicted', reasons: [digits], encoded: true }
  if (now.state === 'whole' && now.deep && isSameKind(old, now, path) && !isPatched(old, now, change)) {
    const wraps = change.oldPath !== undefined && path.startsWith(`${change.oldPath}.`)
    const inside = noiseInside(before, after, { old, now, wraps, limits })
    if (inside === undefined) return clean(`valid ${now.type?.name} to its last byte`)
    return { verdict: 'suspicious', reasons: [inside], contradiction: true, noise: true, unnatural: true }
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
  const encoded = encodingOf(facts)
  if (encoded?.isWhole === true) return { verdict: 'convicted', reasons: [encoded.what], encoded: true }
  const proof = [...brokeFormat(facts), ...structuredToRandom(facts), ...mixedWithNoise(facts)]
  if (proof.length > 0) return { verdict: 'convicted', reasons: proof }
  const judgement = withoutProof(facts)
  if (change.massRenamed && judgement.verdict !== 'clean' && canBeEncryption(change)) {
    const reason = 'changed and got an unseen ending together with many others'
    return { verdict: 'convicted', reasons: [reason, ...judgement.reasons] }
  }
  return judgement
}

/** What a decoder without a checksum reads over: of the types that are deep, only jpeg has none in its content. */
function isPatched(old: Content, now: Content, { before, after }: Change): boolean {
  return now.type?.name === 'jpeg' && old.type === now.type && isPatchedStream(before, after)
}

/** T3. A rename with a change of size that no encryption makes is a conversion, whatever it does to the format. */
function brokeFormat(facts: Case): string[] {
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

/**
 * T6: the file begins as digits of noise of no known kind and did not before, and these are most of what it was.
 * A picture or a certificate in digits is a conversion.
 */
function becameEncoded(change: Change, old: Content, limits: Thresholds): string | undefined {
  const { before, after } = change
  // Who encrypts a document of his own for a mail gives it another name; many of them are T7's affair.
  if (isContainerSwap(change)) return undefined
  const fromStart = encodedRun(after, limits.uniformZ)
  const run = fromStart ?? encodedRest(before, after, limits.uniformZ)
  if (run === undefined || encodedRun(before, limits.uniformZ) !== undefined) return undefined
  if (old.state === 'untyped' && uniformityZ(histogramOf(before)) < limits.structuredZ) return undefined
  if (fromStart !== undefined && run.bytes < after.length && run.bytes < leastEncodedHead) return undefined
  if (run.decoded === undefined ? run.symbols < fewestForeignSymbols : isKnown(run.decoded, limits))
    return undefined
  return `its ${fromStart === undefined ? 'last' : 'first'} ${run.bytes} bytes became an even mixture of ${run.symbols} symbols, as encoded ciphertext is`
}

function isKnown(decoded: Buffer, limits: Thresholds): boolean {
  return sniff(decoded) !== undefined || uniformityZ(histogramOf(decoded)) > limits.uniformZ
}

/** A shorter head of digits before other text is a number, a name, a sum. */
const leastEncodedHead = 4096
/** base85 and base91 use more than base64; nothing else spreads evenly over so many. */
const fewestForeignSymbols = 80

/** T2. */
function structuredToRandom({ change, now, noise, delta, limits }: Case): string[] {
  if (!noise.strong || delta.oldZ <= limits.structuredZ || delta.replaced < limits.minRewritten) return []
  if (isExcused(now) || now.state === 'unchecked' || !canBeEncryption(change)) return []
  if (isContainerSwap(change)) return []
  return [`structured bytes were replaced: ${noise.how}`]
}

/** T4. Counts only what was rewritten in place: whoever appends something random mixes histograms as well. */
function mixedWithNoise({ change, now, delta, limits }: Case): string[] {
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

function withoutProof(facts: Case): Judgement {
  const { change, old, now, noise, delta } = facts
  if (isPatched(old, now, change)) {
    const reason = 'a stretch of noise was written into the middle of it, and a picture is still read over it'
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
      ...(encodingOf(facts) === undefined ? {} : { encoded: true }),
      ...(unnatural ? { unnatural } : {}),
      ...(change.after.length === 0 ? { cutShort: true } : {}),
    }
  }
  if (isContainerSwap(change) && !now.deep) {
    const reason = 'put into a container that nobody can look into'
    return { verdict: 'unknown', reasons: [reason], contradiction: true, noise: noise.found }
  }
  if (noise.found) {
    const check = now.type === undefined ? 'no check knows this type' : 'its check cannot look inside'
    return { verdict: 'unknown', reasons: [`${noise.how}, and ${check}`], noise: true }
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

function* contradictionsOf(facts: Case): Generator<string> {
  const { change, old, now, noise, delta, limits } = facts
  const wasValid = old.state === 'whole' || old.state === 'trailing'
  if (wasValid && now.state === 'broken') yield `was valid ${old.type?.name}, now ${now.what}`
  if (wasValid && now.type !== old.type && !isSameKind(old, now, change.path)) {
    yield `was ${old.type?.name}, now ${now.type?.name ?? 'nothing known'} under the same kind of name`
  } else if (wasValid && now.state === 'whole' && now.deep) yield 'became another kind of document'
  if (isOpenSslText(change.after) && !isOpenSslText(change.before)) yield 'became text that openssl encrypted'
  if (isContainerSwap(change) && old.type !== now.type && now.state === 'whole' && !now.deep) {
    yield 'became a container that no check can look into'
  }
  if (old.state === 'whole' && now.state === 'trailing') yield `${now.what}, which the old version had not`
  if (noise.strong && delta.replaced >= limits.minRewritten && delta.oldZ > limits.structuredZ) {
    yield `structured bytes were replaced: ${noise.how}`
  }
  if (noise.destroyed) yield 'noise stands where structured blocks were, among other changes'
  if (lostItsHead(change))
    yield 'its head was overwritten with one and the same byte: destroyed, not encrypted'
  if (now.type === textType) yield* encodedText(facts)
  const period = delta.touched === 0 ? undefined : periodOf(change.after)
  if (period !== undefined && periodOf(change.before) === undefined) {
    yield `it holds the same ${period} bytes over and over: destroyed, not encrypted`
  } else if (delta.erased >= limits.minRewritten && delta.erased * 2 >= change.before.length) {
    yield 'most of it was overwritten with one and the same byte: destroyed, not encrypted'
  }
}

/**
 * T6: what became digits of something encoded, and was none before. Under the same name, and longer by just what
 * an encoding of the whole costs, it is proof: nobody keeps a document under its name in base64.
 */
function encodingOf({ change, now, limits }: Case): { what: string; isWhole: boolean } | undefined {
  const { path, oldPath = path, before, after } = change
  if (now.type !== textType) return undefined
  const symbols = evenAlphabet(after, limits.uniformZ)
  if (symbols === undefined || evenAlphabet(before, limits.uniformZ) !== undefined) return undefined
  const ratio = after.length / before.length
  const isWhole = oldPath === path && encodingRatios.some(([least, most]) => ratio >= least && ratio <= most)
  return { what: `it became an even mixture of ${symbols} symbols, as encoded ciphertext is`, isWhole }
}

/** T11 for the beginning alone, which is all that most programs need to open a file. */
function lostItsHead({ before, after }: Change): boolean {
  if (before.length < headBytes || after.length < headBytes) return false
  return periodOf(after.subarray(0, headBytes)) === 1 && periodOf(before.subarray(0, headBytes)) === undefined
}

const headBytes = 512

/** `openssl enc -a` writes its eight letters and its salt in base64 as well. */
function isOpenSslText(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 10)).equals(openSslText)
}

const openSslText = Buffer.from('U2FsdGVkX1')

/** Whoever shortens a text by hand leaves whole lines; a wiper and a full disk do not. */
function isCutInLine({ before, after }: Change): boolean {
  return after.length > 0 && before.at(-1) === newline && after.at(-1) !== newline
}

const newline = 0x0a

/** T6, T11: a pattern over and over, or the digits of something encoded. */
function isUnnatural(facts: Case): boolean {
  const { change, now, delta } = facts
  const { before, after } = change
  if (delta.touched === 0) return false
  if (periodOf(after) !== undefined && periodOf(before) === undefined) return true
  return now.type === textType && [...encodedText(facts)].length > 0
}

/** T6: what became digits of something encoded, and was none before. */
function* encodedText(facts: Case): Generator<string> {
  const { before, after } = facts.change
  const encoded = encodingOf(facts)
  if (encoded !== undefined) yield encoded.what
  else if (lostItsWords(before, after)) yield 'a text lost all its spaces, as encoded ciphertext has none'
}

/** Digits for a byte, with lines of 64 or 76 of them or none: base 91 and 85, base64, base32, hexadecimal. */
const encodingRatios = [
  [1.22, 1.26],
  [1.33, 1.39],
  [1.6, 1.66],
  [2, 2.07],
] as const

/**
 * Under a new name and smaller, or far larger: compressed, exported, converted; never encrypted alone. When a
 * strange ending was only appended, the size may have changed by honest work on the same day.
 */
function isConversion(change: Change): boolean {
  const { path, oldPath, unseenEnding } = change
  if (oldPath === undefined || oldPath === path || canBeEncryption(change)) return false
  return !(unseenEnding && path.startsWith(`${oldPath}.`) && !compressedEndings.has(endingOf(path)))
}

/** What compressors append when they replace a file. */
const compressedEndings = new Set('gz bz2 xz zst lz4 lz lzo lzma br z sz'.split(' '))

function canBeEncryption({ before, after }: Change): boolean {
  return isEncryptionGrowth(before.length, after.length)
}

/** Names of containers that people encrypt or compress a document into, and delete it (T7 counts them). */
const containerEndings = new Set('7z rar zip gpg pgp asc age aes axx cpt enc hc vc tc kdbx'.split(' '))

function isContainerSwap({ path, oldPath }: Change): boolean {
  if (oldPath === undefined || oldPath === path) return false
  return containerEndings.has(endingOf(path)) || compressedEndings.has(endingOf(path))
}

/**
 * No check vouches for the content, statistics cannot, and it is not the old content with something appended:
 * a few bytes of nothing known, or anything unknown that got a new name together with many others.
 */
function isUnexplained({ change, now, delta, limits }: Case): boolean {
  if (delta.touched === 0 || (now.type !== undefined && now.state !== 'whole')) return false
  if (now.state === 'whole') return change.massRenamed && change.after.length < 64
  return (
    change.massRenamed ||
    (change.before.length < limits.minRewritten && delta.touched * 4 >= change.before.length)
  )
}

function isMostlyNew({ before, after }: Change): boolean {
  return after.length > 2 * before.length + 64
}

function clean(reason: string): Judgement {
  return { verdict: 'clean', reasons: [reason] }
}
