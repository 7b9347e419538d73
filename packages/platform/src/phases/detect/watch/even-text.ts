import { evenAlphabet } from '../signals/alphabet.ts'
import { defaultThresholds } from '../thresholds.ts'

/** The headers of a mail, the tags of a document: what an attacker leaves in front of the digits. */
const headBytes = 1024
/** Fewer digits are a checksum or a key in a document. */
const fewestDigits = 512
/** Base64 and its kin use so many symbols; of fewer, ids and sums are made. */
const fewestSymbols = 33

/** Pieces of a text of which all are an even mixture of few symbols, or all but the first KiB. */
export function isEvenMixture(pieces: readonly Uint8Array[]): boolean {
  return isEven(Buffer.concat(pieces)) || isEven(Buffer.concat(pieces.slice(1)))
}

/** How much of a text is encoded: everything, everything behind its first KiB or the headers of a mail, or nothing. */
export function encodedPart(bytes: Uint8Array): 'all' | 'body' | 'none' {
  if (isEven(bytes)) return 'all'
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const blank = /\r?\n\r?\n/.exec(text.toString('latin1', 0, 8 * headBytes))
  const bodyAt = blank === null ? headBytes : blank.index + blank[0].length
  return isEven(text.subarray(headBytes)) || isEven(text.subarray(bodyAt)) ? 'body' : 'none'
}

/**
 * The parts of office documents that hold what people wrote. Between the tags of such a part stands language, or numbers:
 * digits of something encoded leave the document sound, and unreadable.
 */
export function hidesDigits(members: ReadonlyMap<string, Buffer>): boolean {
  const parts = [...members].filter(([name]) => textPart.test(name)).map(([, xml]) => textBetweenTags(xml))
  const sum = (some: readonly Buffer[]): number => some.reduce((bytes, { length }) => bytes + length, 0)
  const encoded = parts.filter(
    (text) => (evenAlphabet(text, defaultThresholds.uniformZ, fewestDigits) ?? 0) >= fewestSymbols,
  )
  return sum(encoded) * 2 > sum(parts)
}

const textPart = /(?:^|\/)(?:document|slide\d+|sheet\d+|sharedStrings|content)\.xml$/

/** In one pass and without a regular expression: the content is a stranger's. */
function textBetweenTags(xml: Buffer): Buffer {
  const text = Buffer.allocUnsafe(xml.length)
  let [used, isInside] = [0, true]
  for (const byte of xml) {
    if (byte === 0x3c) isInside = false
    else if (byte === 0x3e) isInside = true
    else if (isInside) text[used++] = byte
  }
  return text.subarray(0, used)
}

function isEven(bytes: Uint8Array): boolean {
  return evenAlphabet(bytes, defaultThresholds.uniformZ) !== undefined
}
