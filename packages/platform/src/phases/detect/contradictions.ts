import { type Case, type Change, isCompressed, isContainerSwap } from './change.ts'
import { isSameKind } from './content.ts'
import { encodedText, isOpenSslText } from './digits.ts'
import { periodOf } from './signals/period.ts'
import { textType } from './validators/index.ts'

/** What the new version says against the old one without proving it; every line is a reason for people. */
export function* contradictionsOf(facts: Case): Generator<string> {
  const { change, old, now, noise, delta, limits } = facts
  const wasValid = old.state === 'whole' || old.state === 'trailing'
  if (wasValid && now.state === 'broken') yield `was valid ${old.type?.name}, now ${now.what}`
  if (wasValid && now.type !== old.type && !isSameKind(old, now, change.path)) {
    yield `was ${old.type?.name}, now ${now.type?.name ?? 'nothing known'} under the same kind of name`
  } else if (wasValid && now.state === 'whole' && now.deep) yield 'became another kind of document'
  if (isOpenSslText(change.after) && !isOpenSslText(change.before)) yield 'became text that openssl encrypted'
  const isLocked = isContainerSwap(change) && !isCompressed(change)
  if (isLocked && old.type !== now.type && now.state === 'whole' && !now.deep) {
    yield 'became a container that no check can look into'
  }
  if (old.state !== 'trailing' && now.state === 'trailing') yield `${now.what}, which the old version had not`
  if (noise.strong && delta.replaced >= limits.minRewritten && delta.oldZ > limits.structuredZ) {
    yield `structured bytes were replaced: ${noise.how}`
  }
  if (noise.destroyed) yield 'noise stands where structured blocks were, among other changes'
  if (lostItsHead(change))
    yield 'its head was overwritten with one and the same byte: destroyed, not encrypted'
  const encoded = now.type === textType ? encodedText(change, limits) : undefined
  if (encoded !== undefined) yield encoded
  const period = delta.touched === 0 ? undefined : periodOf(change.after)
  if (period !== undefined && periodOf(change.before) === undefined) {
    yield `it holds the same ${period} bytes over and over: destroyed, not encrypted`
  } else if (delta.erased >= limits.minRewritten && delta.erased * 2 >= change.before.length) {
    yield 'most of it was overwritten with one and the same byte: destroyed, not encrypted'
  }
}

/** T11 for the beginning alone, which is all that most programs need to open a file. */
function lostItsHead({ before, after }: Change): boolean {
  if (before.length < headBytes || after.length < headBytes) return false
  return periodOf(after.subarray(0, headBytes)) === 1 && periodOf(before.subarray(0, headBytes)) === undefined
}

const headBytes = 512

/** T6, T11: a pattern over and over, or the digits of something encoded. */
export function isUnnatural({ change, now, delta, limits }: Case): boolean {
  const { before, after } = change
  if (delta.touched === 0) return false
  // Whoever locks a document away under another name writes what he likes.
  if (change.oldPath !== undefined && change.oldPath !== change.path) return false
  if (periodOf(after) !== undefined && periodOf(before) === undefined) return true
  return now.type === textType && encodedText(change, limits) !== undefined
}
