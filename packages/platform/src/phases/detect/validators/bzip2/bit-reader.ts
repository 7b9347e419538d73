/** Bits of bzip2, the highest of a byte first. Behind the end stand zeros, and `isOver` says so. */
export interface BitReader {
  /** At most 24 bits. */
  bits(count: number): number
  /** Whole bytes that were begun. */
  position(): number
  isOver(): boolean
}

export function bitReader(bytes: Uint8Array, start: number): BitReader {
  let [at, held, left] = [start, 0, 0]
  return {
    bits(count) {
      while (left < count) {
        held = ((held << 8) | (bytes[at] ?? 0)) >>> 0
        at += 1
        left += 8
      }
      left -= count
      const value = held >>> left
      held &= (1 << left) - 1
      return value & (2 ** count - 1)
    },
    position: () => at - (left >> 3),
    isOver: () => at - (left >> 3) > bytes.length,
  }
}
