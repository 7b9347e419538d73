import { broken, valid, type Validator } from './validity.ts'

const startOfScan = 0xda
const endOfImage = 0xd9

/**
 * JPEG (ITU-T T.81, annex B): every segment from SOI to EOI, and no impossible marker inside the scans.
 * In random bytes 0xFF is followed by an impossible byte once in about 260, so encrypted scans do not pass.
 */
export const jpeg: Validator = (bytes) => {
  let at = 2
  let scans = 0
  while (at + 2 <= bytes.length) {
    if (bytes[at] !== 0xff) return broken(at, 'a segment does not begin with a marker')
    const marker = bytes[at + 1] ?? 0
    if (marker === endOfImage)
      return scans > 0 ? valid('structure', at + 2) : broken(at, 'the image has no scan')
    if (marker === 0xff) {
      at += 1
      continue
    }
    if (marker < 0xc0 || (marker >= 0xd0 && marker <= 0xd8)) return broken(at, 'an impossible marker')
    const length = ((bytes[at + 2] ?? 0) << 8) | (bytes[at + 3] ?? 0)
    if (length < 2 || at + 2 + length > bytes.length) return broken(at, 'a segment is longer than the file')
    at += 2 + length
    if (marker === startOfScan) {
      scans += 1
      at = endOfScan(bytes, at)
      if (at < 0) return broken(-at, 'an impossible marker inside the picture data')
    }
  }
  return broken(at, 'the end marker is missing')
}

/** Position of the marker behind the entropy-coded data, or its negative when that marker is impossible. */
function endOfScan(bytes: Uint8Array, start: number): number {
  for (let at = start; at + 1 < bytes.length; at += 1) {
    if (bytes[at] !== 0xff) continue
    const next = bytes[at + 1] ?? 0
    if (next === 0 || next === 0xff || (next >= 0xd0 && next <= 0xd7)) continue
    return next >= 0xc0 && next !== 0xd8 && next !== 0xc8 && (next < 0xf0 || next === 0xfe) ? at : -at
  }
  return bytes.length
}
