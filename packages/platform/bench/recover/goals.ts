/** What the figures shall come to; the last five at most, the others at least. */
export const goals = {
  engineEfficiency: 0.9,
  engineEfficiencyManyRules: 0.9,
  overRestoreThenScan: 3,
  warmCache: 100,
  containerSpeedup: 5,
  onePassOverSlower: 1.15,
  onePassWithClamdOverSlower: 1.15,
  retroHuntSeconds: 1,
  ruleHuntBytesOverUnique: 1,
  rssMiB: 1024,
} as const

const atLeast: ReadonlySet<string> = new Set([
  'engineEfficiency',
  'engineEfficiencyManyRules',
  'overRestoreThenScan',
  'warmCache',
  'containerSpeedup',
])

/** One line for each goal: the figure, the goal, and whether it is reached. */
export function goalLines(figures: Readonly<Record<string, number>>): string[] {
  return Object.entries(goals).map(([name, goal]) => {
    const figure = figures[name] ?? Number.NaN
    const isMore = atLeast.has(name)
    const isReached = isMore ? figure >= goal : figure <= goal
    const sign = isMore ? '≥' : '≤'
    return `  ${name.padEnd(28)} ${figure.toFixed(2).padStart(9)}  goal ${sign} ${String(goal).padEnd(5)} ${isReached ? 'reached' : 'MISSED'}`
  })
}
