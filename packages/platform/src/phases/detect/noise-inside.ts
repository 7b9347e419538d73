import type { Content } from './content.ts'
import { evenAlphabet } from './signals/alphabet.ts'
import { holdsNoise, isNoise } from './package-noise.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import type { Thresholds } from './thresholds.ts'
import { gunzipped, noiseShare, sniff, zipMembers } from './validators/index.ts'

/** Bytes of one version that are read and unpacked for it; what lies beyond is judged by its check alone. */
const maxUnpacked = 16 * 1024 * 1024
/** Of one part of a document; its text is told from its markup in so much of it. */
const maxText = 256 * 1024

/**
 * A sound archive vouches for its members as they are, not as they were: whoever encrypts the members and packs them
 * again leaves right sums. So what a gzip or zip file holds is compared with what it held, by the members' names, or
 * with the file whose place it took; `wraps` says that the new name is the old one with an ending more. Says what
 * became noise (T2) or digits of noise (T6) inside, or undefined. One member of the same name may be exchanged for a
 * locked one; it is proof where that is a part of a document, is as long as what stood there, or not the only one.
 */
export function noiseInside(
  before: Uint8Array,
  after: Uint8Array,
  { old, now, wraps, limits }: { old: Content; now: Content; wraps: boolean; limits: Thresholds },
): NoiseInside | undefined {
  const parts = partsOf(after, now)
  if (parts.size === 0) return undefined
  const isSuccessor = old.type === now.type && !wraps
  const oldParts = isSuccessor ? partsOf(before, old) : new Map<string, Uint8Array>()
  const [onlyOld] = oldParts.size === 1 ? oldParts.values() : []
  // One part under another name: what the one old part became, or the file whose place it took.
  const standIn = parts.size > 1 ? undefined : isSuccessor ? onlyOld : before
  let noisy = 0
  let first: NoiseInside | undefined
  const small: { old: Uint8Array; now: Uint8Array }[] = []
  for (const [name, part] of parts) {
    const oldPart = oldParts.get(name) ?? standIn
    if (oldPart === undefined || isEqual(part, oldPart)) continue
    // Packed, a sound file is still what it was, however small it is.
    if (wraps && old.state === 'whole' && hasManyHighBytes(part) && sniff(part) === undefined) {
      return hint(`what it packs is no ${old.type?.name} any more`)
    }
    if (part.length < limits.minRewritten) {
      if (!isSuccessor && packsSomethingElse(oldPart, part, limits))
        return hint('what it packs is not what was there')
      small.push({ old: oldPart, now: part })
      continue
    }
    const what = name === '' ? 'what it packs' : `its member ${name}`
    const isSame = isSuccessor && oldPart === oldParts.get(name)
    if (becameNoise(oldPart, part, limits)) {
      noisy += 1
      const isProof = noisy === enoughMembers || isLocked(name, { before, oldPart, part })
      first ??= hint(`${what} became noise, in a package that is sound`)
      if (isProof && isSame) return { ...first, isProof }
      continue
    }
    if (!isSuccessor && hidesNoise(old, part, limits))
      return hint(`${what} became noise, in a package that is sound`)
    if (becameDigits(oldPart, part, limits))
      return {
        what: `the text of ${what} became digits of something encoded`,
        isProof: isSame && isMarkup(part),
      }
  }
  if (first !== undefined) return first
  if (isSuccessor && isAllNew(oldParts, parts) && holdsNoise(parts, limits) && !holdsNoise(oldParts, limits))
    return hint('nothing that it packed is left, and what it packs now is noise')
  // Too small to tell alone, together they are not.
  const together = Buffer.concat(small.map(({ now }) => now))
  if (together.length < limits.minRewritten) return undefined
  return becameNoise(Buffer.concat(small.map(({ old }) => old)), together, limits)
    ? hint(`${small.length} small members became noise, in a package that is sound`)
    : undefined
}

export interface NoiseInside {
  readonly what: string
  readonly isProof: boolean
}

function hint(what: string): NoiseInside {
  return { what, isProof: false }
}

/** A readable part of a document, or noise just as long as what stood there, or as long as the whole package was. */
function isLocked(
  name: string,
  { before, oldPart, part }: { before: Uint8Array; oldPart: Uint8Array; part: Uint8Array },
): boolean {
  if (/\.(?:xml|rels)$/.test(name) && sniff(oldPart) !== undefined) return true
  const overhead = part.length - before.length
  return part.length === oldPart.length || (overhead >= 0 && overhead <= mostOverhead)
}

/** What a cipher puts before and behind. */
const mostOverhead = 512
const enoughMembers = 3

/** Half of noise. A text of two encodings, which is none any more, has hardly any. */
function hasManyHighBytes(part: Uint8Array): boolean {
  let high = 0
  for (const byte of part) if (byte >= 0x80) high += 1
  return high * 5 > part.length
}

/** The markup of a document stands, so that what stood between was replaced. */
function isMarkup(part: Uint8Array): boolean {
  return /<[^<>]+>/.test(Buffer.from(part.subarray(0, maxText)).toString('latin1'))
}

function isAllNew(before: ReadonlyMap<string, unknown>, after: ReadonlyMap<string, unknown>): boolean {
  return before.size > 0 && after.keys().every((name) => !before.has(name))
}

function partsOf(bytes: Uint8Array, { type }: Content): Map<string, Uint8Array> {
  if (type?.name === 'zip') return zipMembers(bytes, maxUnpacked)
  const plain = type?.name === 'gzip' ? gunzipped(bytes, maxUnpacked) : undefined
  return new Map(plain === undefined ? [] : [['', plain]])
}

function isEqual(one: Uint8Array, other: Uint8Array): boolean {
  return Buffer.compare(one, other) === 0
}

function becameNoise(before: Uint8Array, after: Uint8Array, limits: Thresholds): boolean {
  if (Math.abs(uniformityZ(histogramOf(after))) >= limits.uniformZ || sniff(after) !== undefined) return false
  return uniformityZ(histogramOf(before)) > limits.structuredZ
}

/** Packed, a file is still what it was: other noise in its place is something else, however random it looked itself. */
function hidesNoise(old: Content, part: Uint8Array, limits: Thresholds): boolean {
  return isNoise(part, limits) && (old.state === 'whole' || old.state === 'untyped')
}

/** Of few bytes: nothing known, unreadable, and hardly a byte where it was. */
function packsSomethingElse(before: Uint8Array, part: Uint8Array, limits: Thresholds): boolean {
  const length = Math.min(before.length, part.length)
  let same = 0
  for (let at = 0; at < length; at += 1) if (before[at] === part[at]) same += 1
  return same * 4 < length && noiseShare(part) > limits.noiseShare * 2 && sniff(part) === undefined
}

function becameDigits(before: Uint8Array, after: Uint8Array, limits: Thresholds): boolean {
  if (evenAlphabet(textOf(after), limits.uniformZ) === undefined) return false
  return evenAlphabet(textOf(before), limits.uniformZ) === undefined
}

/** What stands between the tags; of what has none, everything. */
function textOf(bytes: Uint8Array): Uint8Array {
  const text = wholeTags(Buffer.from(bytes.subarray(0, maxText)).toString('latin1'), bytes.length > maxText)
  return Buffer.from(text.replaceAll(/<[^<>]*>|\s+/g, ''), 'latin1')
}

const longestTag = 4096

/** What was cut off in the middle of a tag has digits of its own. */
function wholeTags(text: string, isCut: boolean): string {
  const tag = text.lastIndexOf('<')
  return isCut && text.length - tag < longestTag && text.indexOf('>', tag) < 0 ? text.slice(0, tag) : text
}
