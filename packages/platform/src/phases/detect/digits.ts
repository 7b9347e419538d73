import { type Case, type Change, isContainerSwap } from './change.ts'
import type { Content } from './content.ts'
import { evenAlphabet } from './signals/alphabet.ts'
import { histogramOf, uniformityZ } from './signals/chi-square.ts'
import { encodedRest, encodedRun } from './signals/encoded.ts'
import { lostItsWords } from './signals/words.ts'
import type { Thresholds } from './thresholds.ts'
import { sniff, textType } from './validators/index.ts'

/**
 * T6: the file begins as digits of noise of no known kind and did not before, and these are most of what it was.
 * A picture or a certificate in digits is a conversion.
 */
export function becameEncoded(change: Change, old: Content, limits: Thresholds): string | undefined {
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

/**
 * T6: what became digits of something encoded, and was none before. Under the same name, and longer by just what
 * an encoding of the whole costs, it is proof: nobody keeps a document under its name in base64.
 */
export function encodingOf({ change, now, limits }: Case): { what: string; isWhole: boolean } | undefined {
  const { path, oldPath = path, before, after } = change
  if (now.type !== textType) return undefined
  const symbols = evenAlphabet(after, limits.uniformZ)
  if (symbols === undefined || evenAlphabet(before, limits.uniformZ) !== undefined) return undefined
  const ratio = after.length / before.length
  const isWhole = oldPath === path && encodingRatios.some(([least, most]) => ratio >= least && ratio <= most)
  return { what: `it became an even mixture of ${symbols} symbols, as encoded ciphertext is`, isWhole }
}

/** `openssl enc -a` writes its eight letters and its salt in base64 as well. */
export function isOpenSslText(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.subarray(0, 10)).equals(openSslText)
}

const openSslText = Buffer.from('U2FsdGVkX1')

/** T6: what became digits of something encoded, and was none before. */
export function* encodedText(facts: Case): Generator<string> {
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
