import { histogramOf, uniformityZ } from './chi-square.ts'

/** Line ends and the padding of base64 belong to no alphabet. */
const leftOut = [0x0a, 0x0d, 0x3d]
const fewest = 16
const most = 94
const leastBytes = 1024
/** Of wrapped digits a part is line ends. */
const mostLeftOut = 0.9
/**
 * Of longer texts pieces from all over them are counted: base 91 is even but for its rarest two digits, which
 * the statistic notices: z is 6 at 74,000 of them, 1.5 at 16,384.
 */
const [pieces, pieceBytes] = [4, 4096]

/**
 * Signal T6: are these bytes evenly spread over a small alphabet, as base64, base32 or hexadecimal digits of
 * ciphertext are? The number of symbols, or undefined. No language is even: its z is in the hundreds.
 */
export function evenAlphabet(bytes: Uint8Array, uniformZ: number, least = leastBytes): number | undefined {
  const histogram = histogramOf(sampled(bytes))
  for (const byte of leftOut) histogram[byte] = 0
  const used = histogram.filter((count) => count > 0)
  const total = used.reduce((sum, count) => sum + count, 0)
  if (total < least * mostLeftOut || used.length < fewest || used.length > most) return undefined
  return Math.abs(uniformityZ(used)) < uniformZ ? used.length : undefined
}

function sampled(bytes: Uint8Array): Uint8Array {
  if (bytes.length <= pieces * pieceBytes) return bytes
  const step = Math.floor((bytes.length - pieceBytes) / (pieces - 1))
  const starts = Array.from({ length: pieces }, (_, piece) => piece * step)
  return Buffer.concat(starts.map((start) => bytes.subarray(start, start + pieceBytes)))
}
