/** Clocks of honest clients differ from the vault's by less. */
export const snapshotToleranceMs = 15 * 60 * 1000

export type TimeVerdict = 'fits' | 'backDated' | 'futureDated'

/**
 * Whether a snapshot's own time fits its arrival: not before the client's session began, not after the snapshot
 * came in. `time` is the start of a backup that may have run for hours; all values in milliseconds.
 */
export function timeVerdict(snapshot: {
  readonly time: number
  readonly sessionStart: number
  readonly receivedAt: number
}): TimeVerdict {
  const { time, sessionStart, receivedAt } = snapshot
  if (time > receivedAt + snapshotToleranceMs) return 'futureDated'
  return time < sessionStart - snapshotToleranceMs ? 'backDated' : 'fits'
}
