/** What the figures shall come to: 200 updates × 30 services × 2 languages, 5,000 notices, a relay on this machine. */
export const goals = {
  renderSeconds: 2,
  render500Seconds: 2,
  homeKB: 14,
  noticesQueuedSeconds: 10,
  noticesPerSecond: 100,
  inquiriesPerSecond: 1_000,
} as const

const atLeast: ReadonlySet<string> = new Set(['noticesPerSecond', 'inquiriesPerSecond'])

/** One line for each goal: the figure, the goal, and whether it is reached. */
export function goalLines(figures: Readonly<Record<string, number>>): string[] {
  return Object.entries(goals).map(([name, goal]) => {
    const figure = figures[name]
    const isMore = atLeast.has(name)
    const word =
      figure === undefined
        ? 'not measured'
        : (isMore ? figure >= goal : figure <= goal)
          ? 'reached'
          : 'MISSED'
    return `  ${name.padEnd(24)} ${String(figure ?? '-').padStart(10)}  goal ${isMore ? '≥' : '≤'} ${String(goal).padEnd(7)} ${word}`
  })
}
