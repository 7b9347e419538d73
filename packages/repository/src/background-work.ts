import { setImmediate } from 'node:timers/promises'

/** One piece of work that goes on beside the caller's own. */
export interface BackgroundWork {
  /** Starts a piece once the one before is done. Throws what that one threw. */
  start(work: () => Promise<void>): Promise<void>
  /**
   * Now and then lets the work get at its answers: a caller that waits for nothing but its own promises keeps
   * the event loop to itself. Throws what the work threw.
   */
  breathe(): Promise<void>
  /** Waits for the last piece. Throws what it threw. */
  finish(): Promise<void>
  /** Waits, whatever comes of it: nothing goes on behind the back of who leaves early. */
  settle(): Promise<void>
}

/** A breath costs some 5 µs, this many entries some 500. */
const entriesABreath = 64

/** Nothing under way yet. */
export function backgroundWork(): BackgroundWork {
  let underway: Promise<void> | undefined
  let failure: { error: unknown } | undefined
  let entries = 0
  const throwOnFailure = (): void => {
    if (failure !== undefined) throw failure.error
  }
  const settle = async (): Promise<void> => {
    await underway
    underway = undefined
  }
  return {
    settle,
    async start(work) {
      await settle()
      throwOnFailure()
      underway = work().catch((error: unknown) => {
        failure = { error }
      })
    },
    async breathe() {
      entries += 1
      if (underway === undefined || entries % entriesABreath !== 0) return
      await setImmediate()
      throwOnFailure()
    },
    async finish() {
      await settle()
      throwOnFailure()
    },
  }
}
