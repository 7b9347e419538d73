import { type Change, isContainerSwap } from './change.ts'
import type { Content } from './content.ts'
import { evenAlphabet } from './signals/alphabet.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { encodedRest, encodedRun } from './signals/encoded.ts'
import { hasNoWords, lostItsWords } from './signals/words.ts'
import type { Thresholds } from './thresholds.ts'
import { sniff, textType } from './validators/index.ts'

/**
 * T6: most of what the file was became digits of noise of no known kind, from its first byte on or below the head
 * that it kept. Proof when it did so under its name, and longer by just what an encoding of the whole costs: nobody
 * keeps a document under its name in digits. Otherwise what stood there must have been structured, and the digits
 * must stand for nothing known: a picture or a certificate in digits is a conversion.
 */
export function becameDigits(
  change: Change,
  { old, now }: { old: Content; now: Content },
  limits: Thresholds,
): string | undefined {
  const { before, after, path, oldPath = path } = change
  // Digits in front of an untouched rest are no text, and nothing else that is known.
  if (now.type !== textType && now.sniffed) return undefined
  // Who encrypts a document of his own for a mail gives it another name; many of them are T7's affair.
  if (isContainerSwap(change) || encodedRun(before, limits.uniformZ) !== undefined) return undefined
  const isWhole = oldPath === path && now.type === textType && hasLengthOfDigits(before, after)
  if (isWhole && after.length >= fewestProved && becameEven(change, limits)) return evenText(after, limits)
  const fromStart = encodedRun(after, limits.uniformZ)
  const run = fromStart ?? encodedRest(before, after, limits.uniformZ)
  if (run === undefined) return undefined
  if (old.state === 'untyped' && uniformityZ(histogramOf(before)) < limits.structuredZ) return undefined
  if (fromStart !== undefined && run.bytes < after.length && run.bytes < leastEncodedHead) return undefined
  if (run.decoded === undefined ? run.symbols < fewestForeignSymbols : isKnown(run.decoded, limits))
    return undefined
  return `its ${fromStart === undefined ? 'last' : 'first'} ${run.bytes} bytes became an even mixture of ${run.symbols} symbols, as encoded ciphertext is`
}

function isKnown(decoded: Buffer, limits: Thresholds): boolean {
  return sniff(decoded) !== undefined || uniformityZ(histogramOf(decoded)) > limits.uniformZ
}

/** T6 over what was noise before: its owner may have encoded what he had encrypted, and so may anybody. */
export function isNoiseInDigits({ before, after }: Change, limits: Thresholds): boolean {
  const run = encodedRun(after, limits.uniformZ)
  return (
    run !== undefined && run.bytes >= limits.minRewritten && encodedRun(before, limits.uniformZ) === undefined
  )
}

/** A shorter head of digits before other text is a number, a name, a sum. */
const leastEncodedHead = 4096
/** base85 and base91 use more than base64; nothing else spreads evenly over so many. */
const fewestForeignSymbols = 80

/** T6: a text that became digits of something encoded from first to last, and was none before; small ones count too. */
export function encodedText({ before, after }: Change, limits: Thresholds): string | undefined {
  const isDense = after.length >= limits.minRewritten || hasNoWords(after)
  if (isDense && becameEven({ before, after }, limits)) return evenText(after, limits)
  return lostItsWords(before, after)
    ? 'a text lost all its spaces, as encoded ciphertext has none'
    : undefined
}

function becameEven({ before, after }: Pick<Change, 'before' | 'after'>, limits: Thresholds): boolean {
  return symbolsOf(after, limits) !== undefined && symbolsOf(before, limits) === undefined
}

function evenText(after: Uint8Array, limits: Thresholds): string {
  return `it became an even mixture of ${symbolsOf(after, limits)} symbols, as encoded ciphertext is`
}

function symbolsOf(bytes: Uint8Array, limits: Thresholds): number | undefined {
  return evenAlphabet(bytes, limits.uniformZ, fewestDigits)
}

/** A hundred digits of base64 are even; a hundred letters of a minified source have a z of ten. */
const fewestDigits = 96
/** Keys and sums are shorter. */
const fewestProved = 256

function hasLengthOfDigits(before: Uint8Array, after: Uint8Array): boolean {
  const ratio = after.length / before.length
  return encodingRatios.some(([least, most]) => ratio >= least && ratio <= most)
}

/** `openssl enc -a` writes its eight letters and its salt in base64 as well. */
export function isOpenSslText(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 10)).equals(openSslText)
}

const openSslText = Buffer.from('U2FsdGVkX1')

/** Digits for a byte, with lines of 64 or 76 of them or none: base 91 and 85, base64, base32, hexadecimal. */
const encodingRatios = [
  [1.22, 1.26],
  [1.33, 1.39],
  [1.6, 1.66],
  [2, 2.07],
] as const
