import { broken, metadataFits, valid, type Validator, type Validity } from './validity.ts'

/** Pixels that all pictures of a file may have together; an animation of a thousand full screens fits. */
const maxPixels = 2 ** 31

/** GIF87a and GIF89a: every block to the trailer byte, and every picture decompresses to exactly its pixels. */
export const gif: Validator = (bytes) => {
  if (bytes.length < 13) return broken(0, 'the header is incomplete')
  const flags = bytes[10] ?? 0
  let at = 13 + colourTable(flags)
  let pixels = 0
  let [picture, metadata] = [0, 0]
  while (at < bytes.length) {
    const kind = bytes[at]
    if (kind === 0x3b) {
      if (pixels === 0) return broken(at, 'it holds no picture')
      return valid(pixels <= maxPixels && metadataFits(metadata, picture) ? 'decoded' : 'structure', at + 1)
    }
    const start = at
    if (kind === 0x2c) {
      const size = word(bytes, at + 5) * word(bytes, at + 7)
      // A code of at least two bits stands for a string of at most 4,096 pixels.
      if (size > bytes.length * 4 * 4096) return broken(at, 'a picture of more pixels than data')
      pixels += size
      at += 10 + colourTable(bytes[at + 9] ?? 0)
      const result = pixels > maxPixels ? skipBlocks(bytes, at + 1) : checkPicture(bytes, at, size)
      if (typeof result !== 'number') return result
      at = result
      picture += at - start
    } else if (kind === 0x21) {
      at = skipBlocks(bytes, at + 2)
      metadata += at - start
    } else return broken(at, 'an unknown block')
  }
  return broken(bytes.length, 'the trailer is missing')
}

function colourTable(flags: number): number {
  return (flags & 0x80) === 0 ? 0 : 3 * 2 ** ((flags & 7) + 1)
}

function word(bytes: Uint8Array, at: number): number {
  return (bytes[at] ?? 0) | ((bytes[at + 1] ?? 0) << 8)
}

function skipBlocks(bytes: Uint8Array, start: number): number {
  let at = start
  for (let length = bytes[at]; length !== undefined; length = bytes[at]) {
    at += 1 + length
    if (length === 0) return at
  }
  return bytes.length
}

/** LZW of variable width (GIF89a, appendix F): only the lengths of the strings are kept. */
function checkPicture(bytes: Uint8Array, start: number, pixels: number): number | Validity {
  const rootBits = bytes[start] ?? 0
  if (rootBits < 1 || rootBits > 11) return broken(start, 'the code size is impossible')
  const [clear, stop] = [1 << rootBits, (1 << rootBits) + 1]
  const lengths = new Uint32Array(4096).fill(1)
  let [next, width, previous] = [stop + 1, rootBits + 1, -1]
  let [bits, held, done] = [0, 0, 0]
  let stopped = false
  let at = start + 1
  for (let length = bytes[at] ?? 0; length > 0; length = bytes[at] ?? 0) {
    const end = at + 1 + length
    if (end >= bytes.length) return broken(at, 'a block is longer than the file')
    for (at += 1; at < end; at += 1) {
      held |= (bytes[at] ?? 0) << bits
      bits += 8
      while (bits >= width && !stopped) {
        const code = held & ((1 << width) - 1)
        held >>>= width
        bits -= width
        if (code === clear) [next, width, previous] = [stop + 1, rootBits + 1, -1]
        else if (code === stop) stopped = true
        else {
          if (code > next || (code === next && previous < 0)) return broken(at, 'an impossible code')
          if (previous >= 0 && next < 4096) {
            lengths[next] = (lengths[previous] ?? 1) + 1
            next += 1
            if (next === 1 << width && width < 12) width += 1
          }
          done += lengths[code] ?? 1
          if (done > pixels) return broken(at, 'a picture has too many pixels')
          previous = code
        }
      }
      if (stopped) [bits, held] = [0, 0]
    }
  }
  if (at >= bytes.length) return broken(at, 'a picture is cut off')
  return done === pixels ? at + 1 : broken(at, 'a picture has too few pixels')
}
