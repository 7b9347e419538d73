import { type Case, type Change, isContainerSwap } from './change.ts'
import { type Content, isSameKind } from './content.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { promisedType, sniff, textType } from './validators/index.ts'

/**
 * Ciphertext that wears something honest. A valid file in front of it: what follows the end of that is random, and as
 * long as the whole file was. A sound file of another kind around it: hardly longer than the file was, under its old
 * name, and random where that held something structured. Honest programs that replace a file by one of another kind
 * meet neither its length nor noise.
 */
export function wearsDisguise(facts: Case): string[] {
  if (isContainerSwap(facts.change)) return []
  return [...behindForeignHead(facts), ...insideForeignKind(facts)]
}

function* behindForeignHead({ change, old, now, limits }: Case): Generator<string> {
  const { before, after } = change
  if (old.state === 'trailing') return
  // Where no end is found because so much follows, the last bytes are what was there.
  const isTorn = now.state === 'broken' && now.sniffed && old.state === 'whole' && now.type !== old.type
  const end = isTorn && now.type !== textType ? after.length - before.length : now.end
  if ((now.state !== 'trailing' && !isTorn) || end === undefined || end <= 0) return
  const rest = after.subarray(end)
  if (rest.length < leastBytes || !isAsLong(before.length, rest.length)) return
  if (sniff(rest) !== undefined || !isUniform(rest.subarray(0, before.length), limits.uniformZ)) return
  yield `valid ${now.type?.name} in front of ${rest.length} random bytes, as many as the file had`
}

function* insideForeignKind({ change, old, now, noise, delta, limits }: Case): Generator<string> {
  const { before, after } = change
  const { type } = now
  if (now.state !== 'whole' || type === undefined || type === textType || type.content === 'sealed') return
  // What was proved to its last byte is what it says, and a picture may take the place of another kind of picture.
  if (now.deep || !noise.strong || !isAsLong(before.length, after.length)) return
  const wasStructured = delta.replaced >= limits.minRewritten && delta.oldZ > limits.structuredZ
  if (isForeign(change, old, now) ? wasStructured || old.deep : wasStructured && isHidden(change, old, now)) {
    yield `became ${type.name} that is hardly longer than the file was: ${noise.how}`
  }
}

/** Valid as something that neither the old version nor the name was; pictures are exchanged for one another. */
function isForeign({ path }: Change, old: Content, now: Content): boolean {
  return old.state === 'whole' && promisedType(path) !== now.type && !isSameKind(old, now, path)
}

/** A check that had proved the old version cannot look into the new one, or nothing was ever said of its kind. */
function isHidden({ path }: Change, old: Content, now: Content): boolean {
  return old.type === now.type ? old.deep : promisedType(path) !== now.type
}

/** The file again, and a head or a key. */
function isAsLong(before: number, now: number): boolean {
  return now >= before && now - before <= mostOverhead + before / 100
}

function isUniform(bytes: Uint8Array, uniformZ: number): boolean {
  return Math.abs(uniformityZ(histogramOf(bytes))) < uniformZ
}

const mostOverhead = 4096
/** Fewer random bytes are told from structured ones, from packed ones of another kind they are not. */
const leastBytes = 256
