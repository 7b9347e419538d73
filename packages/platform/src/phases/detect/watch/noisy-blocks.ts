const blockBytes = 16
/**
 * Of 256 bytes 105 belong to no UTF-8 text: control characters, and high bytes as they stand at random. Sixteen random
 * ones hold four of them in 93 of 100 blocks, sixteen of a text none (a few at the edge of a window, where letters are cut).
 */
const leastNoise = 4

/** Blocks of 16 bytes in which at least four belong to no text. Finds stripes that leave every window structured. */
export function noisyBlocks(bytes: Uint8Array): number {
  let blocks = 0
  for (let at = 0; at + blockBytes <= bytes.length; at += blockBytes) {
    let noise = 0
    for (let place = at; place < at + blockBytes; place += 1) noise += isNoise(bytes, place)
    if (noise >= leastNoise) blocks += 1
  }
  return blocks
}

/** 1 for a control character and a high byte that is neither the first nor a further one of a letter; zero is filling. */
function isNoise(bytes: Uint8Array, at: number): number {
  const byte = bytes[at] ?? 0
  if (byte === 0 || (byte >= 0x20 && byte < 0x7f)) return 0
  if (byte < 0x20 || byte === 0x7f) return byte >= 0x09 && byte <= 0x0d ? 0 : byte === 0x1b ? 0 : 1
  const [before, after] = [bytes[at - 1] ?? 0xbf, bytes[at + 1] ?? 0xbf]
  const isFurther = byte < 0xc0
  return isFurther ? (before >= 0x80 ? 0 : 1) : after >= 0x80 && after < 0xc0 ? 0 : 1
}

/** True when bytes that are text begin with the mark of UTF-16. */
export function isWide(bytes: Uint8Array): boolean {
  return (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
}
