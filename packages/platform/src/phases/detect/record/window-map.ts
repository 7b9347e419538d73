/** Which windows of a content look random: lengths of runs, structured first, over windows of one size. */
export interface WindowMap {
  /** Bytes of a window: 4 KiB, or more where the runs of a large content would not fit. */
  readonly windowBytes: number
  readonly runs: readonly number[]
}

export const finestWindow = 4096
/** More runs say nothing that fewer do not: it is mixed. */
export const mostRuns = 96

/** Run-length codes flags; halves the resolution (a pair is random when both are) until the runs fit. */
export function windowMapOf(flags: readonly boolean[]): WindowMap {
  let [windows, windowBytes] = [flags, finestWindow]
  for (;;) {
    const runs = runsOf(windows)
    if (runs.length <= mostRuns) return { windowBytes, runs }
    windows = Array.from(
      { length: Math.ceil(windows.length / 2) },
      (_, at) => windows[2 * at] === true && windows[2 * at + 1] !== false,
    )
    windowBytes *= 2
  }
}

/** Bytes in random windows; of the last one as many as there can be. */
export function randomBytes({ windowBytes, runs }: WindowMap): number {
  return runs.reduce((sum, run, at) => sum + (at % 2 === 1 ? run * windowBytes : 0), 0)
}

function runsOf(flags: readonly boolean[]): number[] {
  const runs = [0]
  let current = false
  for (const flag of flags) {
    if (flag !== current) {
      runs.push(0)
      current = flag
    }
    runs[runs.length - 1] = (runs.at(-1) ?? 0) + 1
  }
  return runs
}
