import { type FSWatcher, lstatSync, mkdirSync, watch, writeFileSync } from 'node:fs'
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
  /** True while the folder is not there, or another one is. */
  readonly isGone: boolean
}

/**
 * Names of what changed below a root, at once and in no guaranteed number: several for one write, none that says what
 * happened. `onLost` is called when events were lost, and the caller has to look at everything. `onGone` once when the
 * folder is not there any more, or another one under its name (renamed, unmounted, mounted over), and `onBack` once when
 * the same one is back: then the caller has missed whatever happened meanwhile.
 */
export function watchRoot(
  root: string,
  handlers: {
    onPath: (path: string) => void
    onLost: (why: string) => void
    onGone: (why: string) => void
    onBack: () => void
    onError: (error: Error) => void
  },
): EventSource {
  let answeredAt = performance.now()
  using setUp = new DisposableStack()
  setUp.use(countEvents(() => handlers.onLost('more events came at once than the queue of the kernel holds')))
  const watcher: FSWatcher = watch(root, { recursive: true, persistent: true }, (_, name) => {
    if (name === null) return handlers.onLost('an event without a name came')
    oneEvent()
    if (name.startsWith(ownFolder)) answeredAt = performance.now()
    else handlers.onPath(join(root, name))
  })
  watcher.on('error', handlers.onError)

  const own = identityOf(root)
  const beat = join(root, ownFolder, 'heartbeat')
  const hasHeartbeat = attempt(() => {
    mkdirSync(join(root, ownFolder), { recursive: true, mode: 0o700 })
    writeFileSync(beat, '0')
  })
  let isLost = false
  let isGone = false
  let count = 0
  const timer = setInterval(() => {
    const there = identityOf(root)
    const why = there === own ? undefined : whyGone(there)
    if (why !== undefined && !isGone) handlers.onGone(why)
    if (why === undefined && isGone) {
      answeredAt = performance.now()
      handlers.onBack()
    }
    isGone = why !== undefined
    if (isGone || !hasHeartbeat) return
    count += 1
    const isWritten = attempt(() => writeFileSync(beat, String(count)))
    const isMissing = !isWritten || performance.now() - answeredAt > missedAfterMs
    if (isMissing && !isLost)
      handlers.onLost(isWritten ? 'the heartbeat did not come back' : 'the heartbeat cannot be written')
    isLost = isMissing
  }, beatEveryMs)
  const counting = setUp.move()
  return {
    hasHeartbeat,
    get isGone() {
      return isGone || identityOf(root) !== own
    },
    [Symbol.dispose]() {
      clearInterval(timer)
      watcher.close()
      counting.dispose()
    },
  }
}

const burst = { events: 0, whenFull: new Set<() => void>() }

/**
 * All roots of a process share one queue, and Node empties it in one turn of its loop, however long that takes: so many
 * events without a turn between them filled it.
 */
function oneEvent(): void {
  if (burst.events === 0) setImmediate(() => (burst.events = 0))
  burst.events += 1
  if (burst.events === queueLength) for (const onFull of burst.whenFull) onFull()
}

function countEvents(onFull: () => void): Disposable {
  burst.whenFull.add(onFull)
  return { [Symbol.dispose]: () => void burst.whenFull.delete(onFull) }
}

/** Device and inode of a folder; nothing when none is there. */
function identityOf(folder: string): string | undefined {
  const stat = lstatSync(folder, { bigint: true, throwIfNoEntry: false })
  return stat?.isDirectory() === true ? `${stat.dev}:${stat.ino}` : undefined
}

function whyGone(there: string | undefined): string {
  return there === undefined
    ? 'it is not there any more: deleted, renamed or unmounted'
    : 'another folder is there now: renamed and made anew, unmounted or mounted over'
}

function attempt(work: () => void): boolean {
  try {
    work()
    return true
  } catch {
    return false
  }
}
