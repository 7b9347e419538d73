import { evenAlphabet } from './alphabet.ts'

/** Bytes that a file shows as digits of something else, from its first byte on. */
export interface EncodedRun {
  /** Length in bytes, line ends included. */
  readonly bytes: number
  /** Symbols that occur. */
  readonly symbols: number
  /** What the first digits stand for, where the alphabet is base64, base64url or hexadecimal. */
  readonly decoded: Buffer | undefined
}

/** χ² needs about six of each symbol; 1 KiB gives 64 symbols sixteen. */
const windowBytes = 1024
/** A file of one short window: hexadecimal digits of 128 bytes, base64 of 192. */
const fewest = 256
const decodedBytes = 512
/** Base 91, the densest, takes 1.23 characters for a byte. */
const leastGrowth = 1.2

/**
 * Signal T6: how far from its first byte a file is an even mixture of 16 to 94 symbols, as encoded ciphertext is;
 * undefined when it does not begin so. Whoever embeds pictures or keys in a document writes something before them.
 */
export function encodedRun(bytes: Uint8Array, uniformZ: number): EncodedRun | undefined {
  const first = evenAlphabet(bytes.subarray(0, windowBytes), uniformZ, fewest)
  if (first === undefined) return undefined
  let at = Math.min(bytes.length, windowBytes)
  while (at < bytes.length) {
    const rest = bytes.subarray(at, at + windowBytes)
    // The last piece is too short to be told; it belongs to what it follows.
    if (rest.length >= fewest && evenAlphabet(rest, uniformZ, fewest) === undefined) break
    at += rest.length
  }
  return { bytes: at, symbols: first, decoded: decode(bytes.subarray(0, decodedBytes)) }
}

/**
 * The same for what follows the bytes that both versions begin with: a mail whose head was kept and whose body became
 * digits to its end. What stood there must have been enough to be told from digits, and none; and digits need more
 * room than what they stand for: who cuts the text before an attachment leaves nothing but digits as well.
 */
export function encodedRest(before: Uint8Array, after: Uint8Array, uniformZ: number): EncodedRun | undefined {
  let kept = 0
  while (kept < before.length && before[kept] === after[kept]) kept += 1
  const [old, now] = [before.subarray(kept), after.subarray(kept)]
  if (kept === 0 || old.length < fewest || now.length < leastGrowth * old.length) return undefined
  const run = encodedRun(now, uniformZ)
  const isWhole = run?.bytes === now.length && encodedRun(old, uniformZ) === undefined
  return isWhole ? run : undefined
}

function decode(bytes: Uint8Array): Buffer | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replaceAll(/\s/g, '')
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return Buffer.from(text.slice(0, text.length & ~1), 'hex')
  return /^[A-Za-z0-9+/_-]+=*$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
