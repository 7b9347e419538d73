import { type ChunkSizes, type CutFinder, formatChunkSizes, windowBytes } from './chunk-sizes.ts'
import { degree, type Polynomial } from './polynomial.ts'
import { rabinTables } from './rabin-tables.ts'

/**
 * The chunker in plain TypeScript, written like the format's description: a ring of 64 bytes, a digest
 * seeded with byte 1, the first minimum − 64 bytes unhashed. The oracle of the WASM kernel; about
 * fifty times slower because the digest is a BigInt.
 */
export function rabinTwin(polynomial: Polynomial, sizes: ChunkSizes = formatChunkSizes): CutFinder {
  const tables = rabinTables(polynomial)
  const shift = BigInt(degree(polynomial) - 8)
  const mask = (1n << BigInt(sizes.cutBits)) - 1n
  const ring = new Uint8Array(windowBytes)
  let place = 0
  let digest = 0n
  let count = 0

  function slide(byte: number): void {
    digest ^= tables.out[ring[place] ?? 0] ?? 0n
    ring[place] = byte
    place = (place + 1) % windowBytes
    const index = Number(digest >> shift)
    digest = ((digest << 8n) | BigInt(byte)) ^ (tables.mod[index] ?? 0n)
  }

  function reset(): void {
    ring.fill(0)
    place = 0
    digest = 0n
    count = 0
    slide(1)
  }

  reset()
  return {
    reset,
    scan(bytes, start) {
      const unhashed = sizes.minimum - windowBytes
      let position = start
      if (count < unhashed) {
        const skipped = Math.min(unhashed - count, bytes.length - position)
        position += skipped
        count += skipped
      }
      while (position < bytes.length) {
        slide(bytes[position] ?? 0)
        position += 1
        count += 1
        if (count < sizes.minimum) continue
        if ((digest & mask) === 0n || count >= sizes.maximum) {
          reset()
          return position
        }
      }
      return -1
    },
  }
}
