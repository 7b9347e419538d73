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
/** Two files within this time are an alarm at once. */
const burstMs = 60_000
/**
 * Low and slow: a sum that every hit raises by one, and that leaks one in a quarter of an hour. A file a minute raises
 * the alarm with the fifth, one in ten minutes after two hours; four an hour or fewer never do.
 */
const leakMs = 15 * 60_000
const slowAlarm = 4
/** Enough to show what is going on; an attack has thousands. */
const keptHits = 1_000

export const quiet: AlarmState = { hits: [] }

/** The state after a hit. One file counts once. Pure; the clock is in the hit. */
export function withHit(state: AlarmState, hit: Hit): AlarmState {
  const isRaised = state.raisedAtMs !== undefined
  const hits = [...state.hits.filter(({ file }) => file !== hit.file), hit].slice(-keptHits)
  const burst = hits
    .filter(({ atMs }) => Math.abs(hit.atMs - atMs) < burstMs)
    .reduce((sum, { weight }) => sum + weight, 0)
  if (isRaised || burst >= alarmWeight || slowSum(hits) >= slowAlarm)
    return { hits, raisedAtMs: state.raisedAtMs ?? hit.atMs }
  return { hits: sinceLastEmpty(hits) }
}

/** The state after a validator found that a file is whole after all; a raised alarm stays. */
export function withoutHit(state: AlarmState, path: string): AlarmState {
  return { ...state, hits: state.hits.filter((hit) => hit.path !== path) }
}

/** The leaking sum after the last hit (a one-sided CUSUM whose drift is the leak). */
function slowSum(hits: readonly Hit[]): number {
  return slowSums(hits).at(-1) ?? 0
}

/** Hits before the sum ran empty say nothing any more. */
function sinceLastEmpty(hits: readonly Hit[]): readonly Hit[] {
  const sums = slowSums(hits)
  const begin = sums.findLastIndex((sum, place) => sum === hits[place]?.weight)
  return hits.slice(Math.max(0, begin))
}

function slowSums(hits: readonly Hit[]): number[] {
  let [sum, atMs] = [0, hits[0]?.atMs ?? 0]
  return hits.map((hit) => {
    sum = Math.max(0, sum - Math.max(0, hit.atMs - atMs) / leakMs) + hit.weight
    atMs = Math.max(atMs, hit.atMs)
    return sum
  })
}
