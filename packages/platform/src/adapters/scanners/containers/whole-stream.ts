import type { Collector } from './scratch.ts'

/**
 * Streams whose decoders need all of their packed bytes at once, and what comes out of them: at 5 to 9 MB a second
 * more would not be done in the time that a container has.
 */
export const mostInMemory = 512 * 1024 * 1024

/** Gathers single bytes into pieces that are worth writing. */
export function pieceWriter(collector: Collector): {
  readonly keep: (byte: number, times: number) => void
  readonly flush: () => void
} {
  const piece = Buffer.allocUnsafe(256 * 1024)
  let used = 0
  const flush = (): void => {
    if (used > 0) collector.write(piece.subarray(0, used))
    used = 0
  }
  return {
    flush,
    keep(byte, times) {
      if (used + times > piece.length) flush()
      if (times === 1) piece[used] = byte
      else piece.fill(byte, used, used + times)
      used += times
    },
  }
}
