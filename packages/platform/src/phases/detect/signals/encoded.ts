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

function decode(bytes: Uint8Array): Buffer | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
    .toString('latin1')
    .replaceAll(/\s/g, '')
  if (/^(?:[0-9a-f]+|[0-9A-F]+)$/.test(text)) return Buffer.from(text.slice(0, text.length & ~1), 'hex')
  return /^[A-Za-z0-9+/_-]+=*$/.test(text) ? Buffer.from(text, 'base64') : undefined
}
