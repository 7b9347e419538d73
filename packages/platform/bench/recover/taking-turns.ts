import { spawnSync } from 'node:child_process'

/** One thing to measure. What comes before does not count. */
export interface Step {
  readonly name: string
  readonly before?: (round: number) => unknown
  readonly run: (round: number) => unknown
}

/**
 * Seconds by name: the steps take turns, so that a busy machine is busy for all of them, and of several rounds the
 * best time counts. Nothing is removed until all are done, and what a step wrote is on the disk before the next begins: for
 * five seconds ext4 gives no number of a removed file to a new one, and looking for another cost 0.7 ms a file,
 * four times what writing it costs. Whatever came next paid for it.
 */
export async function takeTurns(
  steps: readonly Step[],
  rounds: number,
): Promise<ReadonlyMap<string, number>> {
  const best = new Map<string, number>()
  for (let round = 0; round < rounds; round += 1) {
    for (const { name, before, run } of steps) {
      await before?.(round)
      spawnSync('sync')
      const started = performance.now()
      await run(round)
      const seconds = (performance.now() - started) / 1000
      best.set(name, Math.min(seconds, best.get(name) ?? Infinity))
    }
  }
  return best
}
