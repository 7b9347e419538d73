/** Lets so many in at once, the others in the order in which they came. Who stops waiting throws the signal's reason. */
export function turns(count: number): (signal: AbortSignal) => Promise<Disposable> {
  let free = count
  const waiting: (() => void)[] = []
  const leave = (): void => {
    const next = waiting.shift()
    if (next === undefined) free += 1
    else next()
  }
  return async (signal) => {
    signal.throwIfAborted()
    if (free > 0) free -= 1
    else await ownTurn(waiting, signal)
    return { [Symbol.dispose]: leave }
  }
}

function ownTurn(waiting: (() => void)[], signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const giveUp = (): void => {
      waiting.splice(waiting.indexOf(begin), 1)
      reject(signal.reason as Error)
    }
    const begin = (): void => {
      signal.removeEventListener('abort', giveUp)
      resolve()
    }
    waiting.push(begin)
    signal.addEventListener('abort', giveUp, { once: true })
  })
}
