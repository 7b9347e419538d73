/** What figures shall come to, and which of them at least. */
export interface Goals {
  readonly goals: Readonly<Record<string, number>>
  readonly atLeast: ReadonlySet<string>
}

/** One line for each goal: the figure, the goal, and whether it is reached. */
export function goalLines({ goals, atLeast }: Goals, figures: Readonly<Record<string, number>>): string[] {
  return Object.entries(goals).map(([name, goal]) => {
    const figure = figures[name]
    const isMore = atLeast.has(name)
    const word =
      figure === undefined
        ? 'not measured'
        : (isMore ? figure >= goal : figure <= goal)
          ? 'reached'
          : 'MISSED'
    const shown = figure === undefined ? '-' : String(Number(figure.toPrecision(4)))
    return `  ${name.padEnd(28)} ${shown.padStart(10)}  goal ${isMore ? '≥' : '≤'} ${String(goal).padEnd(7)} ${word}`
  })
}
