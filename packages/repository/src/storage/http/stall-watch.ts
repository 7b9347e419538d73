/** Fewer bytes in one window are as good as none: 128 bytes per second with the usual two minutes. */
const leastBytes = 16 * 1024

/**
 * Watches one request. While bytes flow, each window must bring 16 KiB, so that a drip does not hold a
 * connection for ever; while the other side thinks, it must answer within one window.
 */
export function watchForStall(windowMs: number, onStall: () => void) {
  let bytes = 0
  let isFlowing = false
  const timer = setInterval(() => {
    if (isFlowing && bytes >= leastBytes) bytes = 0
    else onStall()
  }, windowMs)
  return {
    /** A new phase begins, and with it a new window. */
    phase(kind: 'flowing' | 'thinking'): void {
      isFlowing = kind === 'flowing'
      bytes = 0
      timer.refresh()
    },
    moved(count: number): void {
      bytes += count
    },
    stop(): void {
      clearInterval(timer)
    },
  }
}
