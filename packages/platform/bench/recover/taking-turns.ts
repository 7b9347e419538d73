/** One thing to measure. What comes before and after does not count. */
export interface Step {
  readonly name: string
  readonly before?: (round: number) => unknown
  readonly run: (round: number) => unknown
  readonly after?: (round: number) => unknown
}

/**
 * Seconds by name: the steps take turns, so that a busy machine is busy for all of them, and of several rounds the
 * best time counts.
 */
export async function takeTurns(
  steps: readonly Step[],
  rounds: number,
): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, before, run, after } of steps) {
      await before?.(round)
      const started = performance.now()
      await run(round)
      const seconds = (performance.now() - started) / 1000
      best.set(name, Math.min(seconds, best.get(name) ?? Infinity))
      await after?.(round)
    }
  }
  return best
}
