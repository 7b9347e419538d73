/** Remembers when a step began and a smoothed speed, so that the ETA neither jumps nor lags for minutes. */
export interface RateWindow {
  readonly startedAtMs: number
  lastAtMs: number
  lastWork: number
  workPerMs: number
  lastBytes: number
  bytesPerMs: number
}

/** Weight of the newest sample: about the last ten samples count, which is one second on a terminal. */
const smoothing = 0.2

export function startRate(nowMs: number): RateWindow {
  return { startedAtMs: nowMs, lastAtMs: nowMs, lastWork: 0, workPerMs: 0, lastBytes: 0, bytesPerMs: 0 }
}

/**
 * Adds one sample and answers speed (bytes per second) and the seconds left (absent while unknown).
 * Work is counted in bytes where a total of bytes is known, else in items.
 */
export function rateAndEta(
  rate: RateWindow,
  figures: { done: number; total?: number; bytesDone?: number; bytesTotal?: number },
  nowMs: number,
): { bytesPerSecond: number; secondsLeft?: number } {
  const inBytes = figures.bytesTotal !== undefined && figures.bytesDone !== undefined
  const work = inBytes ? (figures.bytesDone ?? 0) : figures.done
  const total = inBytes ? figures.bytesTotal : figures.total
  const elapsedMs = nowMs - rate.lastAtMs
  if (elapsedMs > 0) {
    rate.workPerMs = smooth(rate.workPerMs, (work - rate.lastWork) / elapsedMs)
    rate.bytesPerMs = smooth(rate.bytesPerMs, ((figures.bytesDone ?? 0) - rate.lastBytes) / elapsedMs)
    rate.lastAtMs = nowMs
    rate.lastWork = work
    rate.lastBytes = figures.bytesDone ?? 0
  }
  const bytesPerSecond = Math.max(0, rate.bytesPerMs * 1000)
  if (total === undefined || rate.workPerMs <= 0) return { bytesPerSecond }
  return { bytesPerSecond, secondsLeft: Math.max(0, (total - work) / rate.workPerMs / 1000) }
}

function smooth(before: number, sample: number): number {
  return before === 0 ? sample : before + smoothing * (sample - before)
}
