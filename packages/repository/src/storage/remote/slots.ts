import { throwIfAborted } from '../../error.ts'

/** Runs at most `count` works at once; the others wait in the order they came. */
export function createSlots(count: number): <T>(work: () => Promise<T>, signal?: AbortSignal) => Promise<T> {
  let free = count
  const waiting: (() => void)[] = []

  function leave(): void {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }

  async function enter(signal: AbortSignal | undefined): Promise<void> {
    throwIfAborted(signal)
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve) => {
      const go = (): void => {
        signal?.removeEventListener('abort', stop)
        resolve()
      }
      const stop = (): void => {
        const at = waiting.indexOf(go)
        if (at < 0) return
        waiting.splice(at, 1)
        // Whoever left the queue holds no slot; it takes one in name only and is stopped below.
        free -= 1
        resolve()
      }
      waiting.push(go)
      signal?.addEventListener('abort', stop, { once: true })
    })
  }

  return async (work, signal) => {
    await enter(signal)
    try {
      throwIfAborted(signal)
      return await work()
    } finally {
      leave()
    }
  }
}
