/** One file that was judged destroyed, or a canary that was touched. */
export interface Hit {
  readonly atMs: number
  readonly path: string
  /** Tells files apart whatever they are called: a file that is renamed after its encryption is one file. */
  readonly file: string
  readonly why: string
  /** 1 for a file; a canary counts as an alarm by itself. */
  readonly weight: number
}

export interface AlarmState {
  readonly hits: readonly Hit[]
  /** When the alarm was raised; it stays up until somebody takes it back. */
  readonly raisedAtMs?: number
}

/** One file alone never alarms: people destroy single files every day. */
export const alarmWeight = 2
/** Hits fade: two files a week apart are two accidents. Slow attacks are what the history is for. */
const windowMs = 60_000
/** Enough to show what is going on; an attack has thousands. */
const keptHits = 1_000

export const quiet: AlarmState = { hits: [] }

/** The state after a hit. One file counts once. Pure; the clock is in the hit. */
export function withHit(state: AlarmState, hit: Hit): AlarmState {
  const others = state.hits.filter(
    ({ file, atMs }) => file !== hit.file && (state.raisedAtMs !== undefined || hit.atMs - atMs < windowMs),
  )
  const hits = [...others, hit].slice(-keptHits)
  const weight = hits.reduce((sum, one) => sum + one.weight, 0)
  const isRaised = state.raisedAtMs !== undefined || weight >= alarmWeight
  return { hits, ...(isRaised && { raisedAtMs: state.raisedAtMs ?? hit.atMs }) }
}

/** The state after a validator found that a file is whole after all; a raised alarm stays. */
export function withoutHit(state: AlarmState, path: string): AlarmState {
  return { ...state, hits: state.hits.filter((hit) => hit.path !== path) }
}
