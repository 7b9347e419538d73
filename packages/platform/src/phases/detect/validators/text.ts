import { isUtf8 } from 'node:buffer'

import { broken, valid, type Validator } from './validity.ts'

/**
 * Text in UTF-8, in UTF-16 with a byte-order mark, or in a one-byte encoding of the past, with hardly any
 * control characters (tab, line ends, form feed, escape are usual).
 */
export const text: Validator = (bytes) => {
  if (isUtf8(bytes)) {
    return countControls(bytes, 0, bytes.length) * 100 <= bytes.length
      ? valid('structure', bytes.length)
      : broken(0, 'it holds control characters')
  }
  return isUtf16(bytes) || isLegacyText(bytes)
    ? valid('structure', bytes.length)
    : broken(0, 'it is no text in any usual encoding')
}

/** Share of bytes that no UTF-8 text of people would hold: control characters and stray bytes. 0 to 1. */
export function noiseShare(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  return (countControls(bytes, 0, bytes.length) + countStray(bytes)) / bytes.length
}

/** In random bytes 28 of 256 are control characters; a window of 128 bytes holds 14 of them, text none. */
const windowBytes = 128
const controlsPerWindow = 2
/** Too short to count control characters: there only few stray bytes are believed to be letters. */
const shortText = 2 * windowBytes

/** Latin-1, Windows-1252, KOI8 …: any high byte is a letter somewhere, control characters are nowhere. */
function isLegacyText(bytes: Uint8Array): boolean {
  if (bytes.length < shortText) {
    return countControls(bytes, 0, bytes.length) === 0 && countStray(bytes) * 6 <= bytes.length
  }
  for (let at = 0; at < bytes.length; at += windowBytes) {
    if (countControls(bytes, at, Math.min(at + windowBytes, bytes.length)) > controlsPerWindow) return false
  }
  return true
}

/**
 * A mark alone proves nothing: one random unit in eight is a lone surrogate, private or no character, and
 * text has none of them.
 */
function isUtf16(bytes: Uint8Array): boolean {
  const little = bytes[0] === 0xff && bytes[1] === 0xfe
  const big = bytes[0] === 0xfe && bytes[1] === 0xff
  if ((!little && !big) || bytes.length % 2 !== 0) return false
  for (let at = 2; at < bytes.length; at += 2) {
    const unit = unitAt(bytes, at, little)
    const low = unit >= 0xd800 && unit < 0xdc00 ? unitAt(bytes, at + 2, little) : undefined
    if (low !== undefined && low >= 0xdc00 && low < 0xe000) at += 2
    else if (!isCharacter(unit)) return false
  }
  return true
}

function unitAt(bytes: Uint8Array, at: number, little: boolean): number {
  const [first, second] = [bytes[at] ?? 0, bytes[at + 1] ?? 0]
  return little ? first | (second << 8) : (first << 8) | second
}

function isCharacter(unit: number): boolean {
  if (unit < 0x20) return unit === 0x09 || unit === 0x0a || unit === 0x0d || unit === 0x0c || unit === 0x1b
  return unit < 0xd800 || (unit >= 0xf900 && unit < 0xfdd0) || (unit >= 0xfdf0 && unit < 0xfffe)
}

function countControls(bytes: Uint8Array, from: number, to: number): number {
  let count = 0
  for (let at = from; at < to; at += 1) if (isControl[bytes[at] ?? 0] === 1) count += 1
  return count
}

const usualControls = [0x09, 0x0a, 0x0c, 0x0d, 0x1b]
const isControl = Uint8Array.from({ length: 256 }, (_, byte) =>
  (byte < 0x20 && !usualControls.includes(byte)) || byte === 0x7f ? 1 : 0,
)

/** Bytes that belong to no UTF-8 sequence. */
function countStray(bytes: Uint8Array): number {
  let stray = 0
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) stray += 1
    at += Math.max(1, length)
  }
  return stray
}

/** Length of the UTF-8 sequence at a position, 0 when none is there (RFC 3629). */
function sequenceLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0
  if (first < 0x80) return 1
  const length = first < 0xc2 ? 0 : first < 0xe0 ? 2 : first < 0xf0 ? 3 : first < 0xf5 ? 4 : 0
  if (length === 0 || at + length > bytes.length) return 0
  for (let next = 1; next < length; next += 1) if (((bytes[at + next] ?? 0) & 0xc0) !== 0x80) return 0
  return length
}
