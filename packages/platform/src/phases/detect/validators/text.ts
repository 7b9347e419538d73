import { isUtf8 } from 'node:buffer'

import { broken, valid, type Validator } from './validity.ts'

/** UTF-8 text: valid encoding and hardly any control characters (tab, line ends, form feed, escape are usual). */
export const text: Validator = (bytes) => {
  if (!isUtf8(bytes)) return broken(0, 'it is no UTF-8 text')
  const controls = countControls(bytes)
  return controls * 100 <= bytes.length
    ? valid('structure', bytes.length)
    : broken(0, 'it holds control characters')
}

/** Share of bytes that no UTF-8 text of people would hold: control characters and stray bytes. 0 to 1. */
export function noiseShare(bytes: Uint8Array): number {
  if (bytes.length === 0) return 0
  let stray = countControls(bytes)
  for (let at = 0; at < bytes.length;) {
    const length = sequenceLength(bytes, at)
    if (length === 0) stray += 1
    at += Math.max(1, length)
  }
  return stray / bytes.length
}

function countControls(bytes: Uint8Array): number {
  let count = 0
  for (const byte of bytes) {
    if (
      (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1b) ||
      byte === 0x7f
    ) {
      count += 1
    }
  }
  return count
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
