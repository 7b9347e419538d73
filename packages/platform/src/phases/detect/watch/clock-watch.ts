const lookEveryMs = 1_000
/** Clocks are steered by less than this. */
const jumpMs = 5_000

/**
 * Says when the clock of the machine was set: whoever hides the order of events does that, and time stamps of files from
 * then on are not to be believed. A machine that slept looks the same.
 */
export function watchClock(
  onJump: (byMs: number) => void,
  clock: () => number = Date.now,
  steady: () => number = () => performance.now(),
): Disposable {
  let offset = clock() - steady()
  const timer = setInterval(() => {
    const now = clock() - steady()
    if (Math.abs(now - offset) > jumpMs) onJump(Math.round(now - offset))
    offset = now
  }, lookEveryMs)
  timer.unref()
  return { [Symbol.dispose]: () => clearInterval(timer) }
}
