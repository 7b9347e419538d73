/** The machine's clocks, as arguments: the one on the wall can be set, the other only goes on. */
export interface Clock {
  wallMs(): number
  monotonicMs(): number
}

export const systemClock: Clock = { wallMs: () => Date.now(), monotonicMs: () => performance.now() }

/** The vault's own time. */
export interface VaultClock {
  /** Milliseconds since 1970; never less than the time given before. */
  now(): VaultTime
}

export interface VaultTime {
  readonly at: number
  /** What the wall shows. */
  readonly wall: number
  /** False while the wall clock tells something that the other clock does not confirm. */
  readonly isTrusted: boolean
}

/** Time servers correct by seconds; more than this in one piece was somebody's hand. */
const toleranceMs = 15 * 60 * 1000
/** A vault that was down for longer has to be told that its clock is right. */
const maxDowntimeMs = 3 * 24 * 60 * 60 * 1000

/**
 * Time for receipts and retention. It follows the wall clock as long as that one moves like the monotonic clock.
 * Set back, it goes on from the last line of the journal; set forward (which would let a retention run out), it
 * does not follow. `accept` is the operator's word that the wall clock is right at the start.
 */
export function vaultClock(
  clock: Clock,
  options: { readonly lastAt?: number | undefined; readonly accept?: boolean } = {},
): VaultClock {
  const { lastAt, accept = false } = options
  const anchor = { at: clock.wallMs(), monotonic: clock.monotonicMs() }
  if (lastAt !== undefined && !(accept && anchor.at >= lastAt)) {
    const isPlausible = anchor.at >= lastAt - toleranceMs && anchor.at <= lastAt + maxDowntimeMs
    if (!isPlausible) anchor.at = lastAt
  }
  // A machine that starts with a wrong clock gets the right time a moment later; that is believed once.
  let mayCatchUp = lastAt !== undefined && clock.wallMs() < anchor.at
  let floor = lastAt ?? Number.NEGATIVE_INFINITY

  return {
    now() {
      const [wall, monotonic] = [clock.wallMs(), clock.monotonicMs()]
      const expected = anchor.at + (monotonic - anchor.monotonic)
      let isTrusted = Math.abs(wall - expected) <= toleranceMs
      if (!isTrusted && mayCatchUp && wall > expected && wall <= expected + maxDowntimeMs) {
        ;[anchor.at, anchor.monotonic] = [wall, monotonic]
        mayCatchUp = false
        isTrusted = true
      }
      floor = Math.max(floor, Math.floor(isTrusted ? wall : expected))
      return { at: floor, wall: Math.floor(wall), isTrusted }
    },
  }
}
