/** A disk's sector of noise written over and over is the longest pattern that wipers use. */
const longest = 4096
const seen = 16
const leastBytes = 64

/**
 * Signal T11: the length of the pattern that these bytes repeat from first to last, or undefined. Zeros have the
 * period 1. Reads each byte twice at most but for the search of the first 16 among the first 4 KiB.
 */
export function periodOf(bytes: Uint8Array): number | undefined {
  if (bytes.length < leastBytes) return undefined
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length)
  const period = buffer.subarray(0, longest + seen).indexOf(buffer.subarray(0, seen), 1)
  if (period < 1 || period * 2 > buffer.length) return undefined
  return buffer.subarray(period).equals(buffer.subarray(0, -period)) ? period : undefined
}
