/** A set of small numbers, one bit each: a million blobs take 125 kB. */
export interface Bits {
  has(number: number): boolean
  add(number: number): void
  delete(number: number): void
}

/** An empty set for the numbers 0 to `size` − 1. */
export function createBits(size: number): Bits {
  const bytes = new Uint8Array((size >>> 3) + 1)
  return {
    has: (number) => ((bytes[number >>> 3] ?? 0) & (1 << (number & 7))) !== 0,
    add(number) {
      bytes[number >>> 3] = (bytes[number >>> 3] ?? 0) | (1 << (number & 7))
    },
    delete(number) {
      bytes[number >>> 3] = (bytes[number >>> 3] ?? 0) & ~(1 << (number & 7))
    },
  }
}
