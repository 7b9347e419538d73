import { detectors } from '../baselines/detectors.ts'
import type { Measured } from '../measure/measure.ts'
import { type Cells, cellsIn, sum, valuesOf } from '../statistics/cube.ts'
import { recallAt, rocOf, type Scores } from '../statistics/roc.ts'
import { percent, printTable, share } from './format.ts'

const rates = [1e-2, 1e-3, 1e-4, 1e-5]
const ours = { name: 'judgement', limits: [{ label: 'convicted', atLeast: 7 }] }

/** Ours and theirs on the same versions: at the limits they come with, and at equal false alarm rates. */
export function printBaselines({ outcome, commits }: Measured): void {
  const [scores, cost] = [cellsIn(outcome.scores), cellsIn(outcome.cost)]
  const groups = keysOf(scores, 'attack')
  const rows = [ours, ...detectors].flatMap(({ name, limits }) =>
    limits.map(({ label, atLeast }) => [
      `${name}, ${label}`,
      ...(['binary', 'text'] as const).map((kind) =>
        share(above(scoresOf(scores, name, 'benign', kind), atLeast)),
      ),
      percent(above(scoresOf(scores, name, 'attack'), atLeast)),
      ...groups.map((group) => percent(above(scoresOf(scores, name, 'attack', group), atLeast))),
    ]),
  )
  printTable(
    'Detectors at their own limits: false alarms on real changes, then the share of attacked versions noticed',
    [
      { title: 'detector', width: 32 },
      { title: 'FA binary', width: 10 },
      { title: 'FA text', width: 10 },
      { title: 'noticed', width: 9 },
      ...groups.map((title) => ({ title, width: Math.max(9, title.length) })),
    ],
    rows,
  )
  printTable(
    'Share of attacked versions noticed at equal false alarm rates; the limits are chosen on these very data',
    [
      { title: 'detector', width: 32 },
      ...rates.map((rate) => ({ title: share(rate), width: 9 })),
      { title: 'binary: 1e-4', width: 13 },
    ],
    [ours, ...detectors].map(({ name }) => {
      const attacked = scoresOf(scores, name, 'attack')
      const curve = rocOf(scoresOf(scores, name, 'benign'), attacked)
      const binary = rocOf(scoresOf(scores, name, 'benign', 'binary'), attacked)
      return [name, ...rates.map((rate) => percent(recallAt(curve, rate))), percent(recallAt(binary, 1e-4))]
    }),
  )
  console.log(
    `\n  A limit of 100 changed files would have alarmed on ${share(commits.atLeast100 / commits.all)} of ${commits.all} honest commits, one of 200 on ${share(commits.atLeast200 / commits.all)}`,
  )
  printTable(
    'Cost of one thread; the whole process took at most this memory',
    [
      { title: 'detector', width: 32 },
      { title: 'MiB/s', width: 9 },
    ],
    [
      ...valuesOf(cost, 0).map((name) => [name, mebibytesPerSecond(cost, name).toFixed(1)]),
      ['peak memory, MiB', String(Math.round(process.resourceUsage().maxRSS / 1024))],
    ],
  )
}

/** New bytes by the time they took. */
export function mebibytesPerSecond(cost: Cells, detector: string): number {
  return (sum(cost, [detector, 'bytes']) * 1000) / 2 ** 20 / sum(cost, [detector, 'ms'])
}

function keysOf(scores: Cells, side: string): string[] {
  return valuesOf(
    scores.filter(({ cell }) => cell[1] === side),
    2,
  )
}

function scoresOf(scores: Cells, detector: string, side: 'benign' | 'attack', kind?: string): Scores {
  const found = new Map<number, number>()
  for (const { cell, times } of scores) {
    const [name, where, group, score] = cell
    if (name !== detector || where !== side || (kind !== undefined && group !== kind)) continue
    found.set(Number(score), (found.get(Number(score)) ?? 0) + times)
  }
  return found
}

function above(scores: Scores, atLeast: number): number {
  let [all, reached] = [0, 0]
  for (const [score, times] of scores) {
    all += times
    if (score >= atLeast) reached += times
  }
  return all === 0 ? Number.NaN : reached / all
}
