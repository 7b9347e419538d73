import { setMaxListeners } from 'node:events'

/** The same signal for any number of listeners: every request under way and every one that waits has one. */
export function forManyWaiters(signal: AbortSignal | undefined): AbortSignal | undefined {
  if (signal === undefined) return undefined
  const own = AbortSignal.any([signal])
  setMaxListeners(0, own)
  return own
}
