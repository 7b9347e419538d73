/** What the figures shall come to at 10,000 tenants × 30 services × 1,000,000 entries. */
export const goals = {
  firstHourMs: 1_000,
  matrixMs: 2_000,
  eventToScreenMsP95: 500,
  appendPerSecond: 1_000,
  verifySeconds: 20,
  consoleKB: 200,
  requestsPerSecond: 10_000,
} as const

const atLeast: ReadonlySet<string> = new Set(['appendPerSecond', 'requestsPerSecond'])

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
