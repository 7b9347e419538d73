import { setTimeout as sleep } from 'node:timers/promises'

/** Lets at most so many through in a second, evenly; without a number everybody at once. */
export function pace(perSecond: number | undefined): (signal?: AbortSignal) => Promise<void> {
  let next = 0
  return async (signal) => {
    if (perSecond === undefined) return
    const at = Math.max(next, performance.now())
    next = at + 1000 / perSecond
    await sleep(at - performance.now(), undefined, { ...(signal && { signal }) }).catch(() => undefined)
  }
}
