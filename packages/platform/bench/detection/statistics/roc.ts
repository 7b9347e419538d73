/** How often each whole-numbered score was seen; higher is more suspicious. */
export type Scores = ReadonlyMap<number, number>

export interface RocPoint {
  /** Everything with this score or a higher one counts as encrypted. */
  readonly atLeast: number
  readonly falseAlarmRate: number
  readonly recall: number
}

/** The curve from the strictest limit to the laxest, one point for each score. */
export function rocOf(benign: Scores, attacked: Scores): RocPoint[] {
  const [allBenign, allAttacked] = [total(benign), total(attacked)]
  const scores = [...new Set([...benign.keys(), ...attacked.keys()])].sort((a, b) => b - a)
  let [alarms, hits] = [0, 0]
  return scores.map((atLeast) => {
    alarms += benign.get(atLeast) ?? 0
    hits += attacked.get(atLeast) ?? 0
    return { atLeast, falseAlarmRate: shareOf(alarms, allBenign), recall: shareOf(hits, allAttacked) }
  })
}

/** The most that can be noticed without more false alarms than this; 0 when every limit makes more. */
export function recallAt(curve: readonly RocPoint[], falseAlarmRate: number): number {
  return curve.reduce(
    (best, point) => (point.falseAlarmRate <= falseAlarmRate ? Math.max(best, point.recall) : best),
    0,
  )
}

function total(scores: Scores): number {
  return [...scores.values()].reduce((sum, times) => sum + times, 0)
}

function shareOf(part: number, all: number): number {
  return all === 0 ? 0 : part / all
}
