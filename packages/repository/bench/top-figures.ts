import type { Cost } from './measured-run.ts'
import { anlauf, restic } from './programs.ts'
import type { Results } from './results.ts'

/** The figures that the goals speak of, then everything that was measured, as `set.step.program…`. */
export interface TopFigures {
  readonly figures: Readonly<Record<string, number>>
  readonly goals: Readonly<Record<string, number>>
}

/** restic's time by ours, at least; `storedRatio` too; `openRssMiB` at most. */
const goals = {
  backup: 1.2,
  restore: 1.5,
  checkReadData: 1.5,
  unchanged: 1.5,
  open: 1,
  storedRatio: 1,
  openRssMiB: 512,
} as const

/** Which data set answers for a goal: real files, but for the second backup small ones, 100,000 in a full run. */
const answers: readonly (readonly [keyof typeof goals, string, string])[] = [
  ['backup', 'mixed', 'backup'],
  ['restore', 'mixed', 'restore'],
  ['checkReadData', 'mixed', 'checkReadData'],
  ['unchanged', 'small', 'unchanged'],
  ['open', 'million', 'snapshots'],
]

/** Sums a run up. */
export function topFigures(all: readonly Results[]): TopFigures {
  const figures: Record<string, number> = {}
  const named = (name: string): Results | undefined => all.find((results) => results.name === name)
  for (const [goal, set, step] of answers) {
    const [theirs, ours] = [restic, anlauf].map(({ name }) => named(set)?.cost(name, step))
    if (theirs !== undefined && ours !== undefined) figures[goal] = round(theirs.seconds / ours.seconds)
  }
  const [theirBytes, ourBytes] = [restic, anlauf].map(({ name }) => named('mixed')?.storedBytes(name))
  if (theirBytes !== undefined && ourBytes !== undefined)
    figures['storedRatio'] = round(theirBytes / ourBytes)
  const opened = ['snapshots', 'listBlobs'].map(
    (step) => named('million')?.cost(anlauf.name, step)?.peakMiB ?? 0,
  )
  figures['openRssMiB'] = round(Math.max(...opened))
  for (const results of all) Object.assign(figures, details(results))
  return { figures, goals }
}

function details(results: Results): Record<string, number> {
  const figures: Record<string, number> = {}
  for (const program of results.programs) {
    for (const step of results.steps) {
      const cost = results.cost(program, step)
      const key = `${results.name}.${step}.${program}`
      if (cost !== undefined) for (const [unit, value] of units(cost)) figures[`${key}${unit}`] = value
    }
    const bytes = results.storedBytes(program)
    if (bytes !== undefined) figures[`${results.name}.stored.${program}MB`] = round(bytes / 1e6)
  }
  return figures
}

function units({ seconds, cpuSeconds, peakMiB }: Cost): [string, number][] {
  return [
    ['Seconds', round(seconds)],
    ['CpuSeconds', round(cpuSeconds)],
    ['PeakMiB', Math.round(peakMiB)],
  ]
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
