import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'

/** Works that are killed: backup, prune, and the vault in the middle of uploads. */
const works = 3
const usualMoments = 60

/**
 * How often each of the three works is killed at a random moment: a third of `ANLAUF_KILL_MOMENTS`, which
 * `npm run test:kill` sets to 200.
 */
export const killsOfEachWork = Math.ceil(Number(process.env['ANLAUF_KILL_MOMENTS'] ?? usualMoments) / works)

/** How long a work lasts from its first word to its end. Throws when it fails. */
export async function lastsMsOf(child: ChildProcess): Promise<number> {
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  await once(child.stdout ?? child, 'data')
  const startedAt = performance.now()
  const [code] = await exited
  if (code !== 0) throw new Error(`the work that nobody killed ended with ${code}`)
  return performance.now() - startedAt
}

/** Kills a work some time after its first word. False when it had ended before. */
export async function killAfter(child: ChildProcess, waitMs: number): Promise<boolean> {
  // Asked for now: a child that ends before the kill would not say so twice.
  const exited = once(child, 'exit') as Promise<[number | null, string | null]>
  await once(child.stdout ?? child, 'data')
  await delay(waitMs)
  child.kill('SIGKILL')
  const [, signal] = await exited
  return signal === 'SIGKILL'
}

/** Random moments within a work; one that came too late says how long the work lasts at most, however busy the machine was. */
export function killMoments(
  random: { below(limit: number): number },
  lastsMs: number,
): { next(): number; cameTooLate(waitMs: number): void } {
  let atMost = lastsMs
  return {
    next: () => random.below(Math.ceil(atMost)),
    cameTooLate(waitMs) {
      atMost = Math.min(atMost, waitMs)
    },
  }
}
