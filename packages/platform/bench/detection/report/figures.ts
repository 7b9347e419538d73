import type { Measured } from '../measure/measure.ts'
import { cellsIn, sum } from '../statistics/cube.ts'
import { cellsOf, destroyedOnly, encryptedOnly, recallOf, worstMode } from './attacks.ts'
import { mebibytesPerSecond } from './baselines.ts'
import { falseAlarmsOf } from './benign.ts'

/** What a run is measured by. Shares are fractions of one. */
export type Figures = Readonly<Record<string, number>>

const atLeast = {
  benignPairs: 200_000,
  binaryPairs: 20_000,
  recall: 0.99,
  worstModeRecall: 0.95,
  worstCellRecall: 0.9,
  headerKeptRecall: 0.97,
  midFileRecall: 0.97,
  encodedRecall: 0.9,
  attacksNoticed: 1,
  onsetExact: 0.995,
  newestCleanRight: 0.995,
} as const

const atMost = {
  falseAlarmRate: 1e-4,
  falseAlarmUpper95: 1e-4,
  encryptedCalledClean: 0,
  filesLostMedian: 3,
  filesLostP95: 10,
  alarmMsP95: 100,
  benignMonthAlarms: 0,
  historyTriageSeconds: 60,
} as const

/** Every goal by the name of its figure; the names of `atMost` are reached from below. */
export const goals: Figures = { ...atLeast, ...atMost }

/** Sums a run up. A figure that nothing was measured for is left out, not zero. */
export function figuresOf({ outcome, bases }: Measured): Figures {
  const [benign, attacks] = [cellsIn(outcome.benign), cellsIn(outcome.attacks)]
  const all = falseAlarmsOf(benign)
  const figures: Record<string, number> = { benignPairs: all.pairs, bases }
  if (all.pairs > 0) {
    Object.assign(figures, {
      falseAlarms: all.alarms,
      falseAlarmRate: all.rate,
      falseAlarmUpper95: all.upper95,
    })
    for (const kind of ['binary', 'text'] as const) {
      const { pairs, alarms, rate, upper95 } = falseAlarmsOf(benign, kind)
      Object.assign(figures, { [`${kind}Pairs`]: pairs, [`${kind}FalseAlarms`]: alarms })
      if (pairs > 0)
        Object.assign(figures, { [`${kind}FalseAlarmRate`]: rate, [`${kind}FalseAlarmUpper95`]: upper95 })
    }
  }
  if (attacks.length > 0) {
    const [encrypted, destroyed] = [encryptedOnly(attacks), destroyedOnly(attacks)]
    Object.assign(figures, {
      attackedVersions: recallOf(encrypted).versions,
      recall: recallOf(encrypted).recall,
      largeRecall: recallOf(encrypted, { size: 'large' }).recall,
      worstModeRecall: worstMode(encrypted)?.recall,
      recallInCompany: recallOf(encrypted, { inCompany: true }).recall,
      worstModeRecallInCompany: worstMode(encrypted, { inCompany: true })?.recall,
      worstCellRecall: cellsOf(encrypted)[0]?.recall,
      headerKeptRecall: recallOf(encrypted, { group: 'header-kept' }).recall,
      midFileRecall: recallOf(encrypted, { group: 'mid-file' }).recall,
      encodedRecall: recallOf(encrypted, { group: 'encoded' }).recall,
      encryptedCalledClean: sum(encrypted, calledClean),
      destroyedRecall: recallOf(destroyed).recall,
      worstDestroyedRecall: worstMode(destroyed)?.recall,
      destroyedCalledClean: sum(destroyed, calledClean),
    })
  }
  figures['judgedMiBPerSecond'] = mebibytesPerSecond(cellsIn(outcome.cost), 'judgement')
  const known = Object.entries(figures).filter(([, value]) => Number.isFinite(value))
  return Object.fromEntries(known)
}

const calledClean = ['alone', undefined, undefined, undefined, undefined, 'clean']

/**
 * Puts the figures of several parts together. What two parts measured each for itself is a count of mistakes, and
 * mistakes add up.
 */
export function together(parts: readonly Figures[]): Figures {
  const all: Record<string, number> = {}
  for (const part of parts) {
    for (const [name, value] of Object.entries(part)) all[name] = (all[name] ?? 0) + value
  }
  return all
}

/** Every goal, its figure, and whether it is reached. A figure that was not measured reaches nothing. */
export function printGoals(figures: Figures): void {
  console.log('\nGoals')
  for (const [name, goal] of Object.entries(goals)) {
    const value = figures[name]
    const isAtMost = name in atMost
    const isReached = value !== undefined && (isAtMost ? value <= goal : value >= goal)
    const text = value === undefined ? 'not measured' : String(Number(value.toPrecision(6)))
    console.log(
      `  ${name.padEnd(24)} ${text.padStart(14)}  ${isAtMost ? '≤' : '≥'} ${String(goal).padEnd(8)} ${isReached ? 'reached' : 'NOT REACHED'}`,
    )
  }
}
