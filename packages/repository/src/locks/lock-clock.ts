import { setTimeout as wait } from 'node:timers/promises'

/** Time as locks see it; tests bring their own instead of waiting. */
export interface LockClock {
  /** Nanoseconds since 1970, by the clock on the wall: other machines judge a lock by theirs. */
  now(): bigint
  /** Nanoseconds since some moment: only goes on, however the clock on the wall is set. */
  steady(): bigint
  wait(ms: number): Promise<void>
  /** Calls `act` again and again; the result stops that. Must not keep the process alive. */
  every(ms: number, act: () => void): () => void
}

/** The clock of this machine. */
export const systemClock: LockClock = {
  now: () => BigInt(Date.now()) * 1_000_000n,
  steady: () => process.hrtime.bigint(),
  wait: (ms) => wait(ms),
  every(ms, act) {
    const timer = setInterval(act, ms)
    timer.unref()
    return () => clearInterval(timer)
  },
}
