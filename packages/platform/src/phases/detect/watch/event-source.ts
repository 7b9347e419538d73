import { type FSWatcher, mkdirSync, watch, writeFileSync } from 'node:fs'
import { join } from 'node:path'

/** Our own folder in a watched root: its heartbeat shows that events still come through. */
export const ownFolder = '.anlauf-watch'

const beatEveryMs = 1_000
/** No event for a heartbeat in this time: the queue ran over, or the watched disk is gone. */
const missedAfterMs = 2_000
/** Length of the kernel's queue: a burst of so many events at once has lost some (Node hides the overflow). */
const queueLength = 16_384

export interface EventSource extends Disposable {
  /** False where our folder cannot be made: an overflow is then noticed by bursts only. */
  readonly hasHeartbeat: boolean
}

/**
 * Names of what changed below a root, at once and in no guaranteed number: several for one write, none that says what
 * happened. `onLost` is called when events were lost, and the caller has to look at everything.
 */
export function watchRoot(
  root: string,
  handlers: {
    onPath: (path: string) => void
    onLost: (why: string) => void
    onError: (error: Error) => void
  },
): EventSource {
  let answeredAt = performance.now()
  let burst = 0
  let burstAt = 0
  const watcher: FSWatcher = watch(root, { recursive: true, persistent: true }, (_, name) => {
    if (name === null) return handlers.onLost('an event without a name came')
    const now = performance.now()
    if (now - burstAt > 100) [burst, burstAt] = [0, now]
    burst += 1
    if (burst === queueLength) handlers.onLost('more events came at once than the queue of the kernel holds')
    if (name.startsWith(ownFolder)) answeredAt = now
    else handlers.onPath(join(root, name))
  })
  watcher.on('error', handlers.onError)

  const beat = join(root, ownFolder, 'heartbeat')
  const hasHeartbeat = attempt(() => {
    mkdirSync(join(root, ownFolder), { recursive: true, mode: 0o700 })
    writeFileSync(beat, '0')
  })
  let isLost = false
  let count = 0
  const timer = setInterval(() => {
    if (!hasHeartbeat) return
    count += 1
    const written = attempt(() => writeFileSync(beat, String(count)))
    if (!written) return handlers.onError(new Error(`${root} cannot be written any more`))
    const isMissing = performance.now() - answeredAt > missedAfterMs
    if (isMissing && !isLost) handlers.onLost('the heartbeat did not come back')
    isLost = isMissing
  }, beatEveryMs)
  return {
    hasHeartbeat,
    [Symbol.dispose]() {
      clearInterval(timer)
      watcher.close()
    },
  }
}

function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
