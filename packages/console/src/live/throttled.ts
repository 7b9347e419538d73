/** Runs at once, and at most once in `everyMs` after that; the last call of a burst is never lost. */
export function throttled(work: () => void, everyMs: number): () => void {
  let isWaiting = false
  let isWanted = false
  const run = (): void => {
    isWanted = false
    isWaiting = true
    setTimeout(() => {
      isWaiting = false
      if (isWanted) run()
    }, everyMs)
    work()
  }
  return () => {
    isWanted = true
    if (!isWaiting) run()
  }
}
