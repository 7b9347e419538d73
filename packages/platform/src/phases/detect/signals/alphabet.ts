import { histogramOf, uniformityZ } from './chi-square.ts'

/** Line ends and the padding of base64 belong to no alphabet. */
const leftOut = [0x0a, 0x0d, 0x3d]
const fewest = 16
const most = 94
const leastBytes = 1024
/** Of wrapped digits a part is line ends. */
const mostLeftOut = 0.9

/**
 * Signal T6: are these bytes evenly spread over a small alphabet, as base64, base32 or hexadecimal digits of
 * ciphertext are? The number of symbols, or undefined. No language is even: its z is in the hundreds.
 */
export function evenAlphabet(bytes: Uint8Array, uniformZ: number, least = leastBytes): number | undefined {
  const histogram = histogramOf(bytes)
  for (const byte of leftOut) histogram[byte] = 0
  const used = histogram.filter((count) => count > 0)
  const total = used.reduce((sum, count) => sum + count, 0)
  if (total < least * mostLeftOut || used.length < fewest || used.length > most) return undefined
  return Math.abs(uniformityZ(used)) < uniformZ ? used.length : undefined
}
