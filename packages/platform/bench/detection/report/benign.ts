import type { Measured } from '../measure/measure.ts'
import { clopperPearson } from '../statistics/clopper-pearson.ts'
import { type Cells, cellsIn, sum, valuesOf } from '../statistics/cube.ts'
import { printTable, share } from './format.ts'

const verdicts = ['convicted', 'suspicious', 'unknown', 'clean'] as const

export interface FalseAlarms {
  readonly pairs: number
  readonly alarms: number
  readonly rate: number
  /** Ends of the two-sided 95 % interval. */
  readonly lower95: number
  readonly upper95: number
}

/** False alarms among the benign changes of a kind, or of all. A false alarm is a conviction. */
export function falseAlarmsOf(benign: Cells, kind?: 'binary' | 'text'): FalseAlarms {
  return falseAlarms(benign, [undefined, kind, undefined])
}

function falseAlarms(benign: Cells, pattern: readonly (string | undefined)[]): FalseAlarms {
  const [pairs, alarms] = [sum(benign, pattern), sum(benign, [...pattern, 'convicted'])]
  const { lower, upper } = clopperPearson(alarms, pairs)
  return { pairs, alarms, rate: pairs === 0 ? 0 : alarms / pairs, lower95: lower, upper95: upper }
}

const columns = [
  { title: 'kind', width: 26 },
  { title: 'pairs', width: 8 },
  ...verdicts.map((title) => ({ title, width: 10 })),
  { title: 'false alarms', width: 12 },
  { title: '95 % from', width: 10 },
  { title: 'to', width: 9 },
]

export function printBenign({ outcome }: Measured): void {
  const [benign, transforms] = [cellsIn(outcome.benign), cellsIn(outcome.transforms)]
  const row = (name: string, cube: Cells, pattern: readonly (string | undefined)[]): string[] => {
    const counts = verdicts.map((verdict) => sum(cube, [...pattern, verdict]))
    const { pairs, rate, lower95, upper95 } = falseAlarms(cube, pattern)
    return [name, ...[pairs, ...counts].map(String), share(rate), share(lower95), share(upper95)]
  }
  const common = byFrequency(benign, 'binary').slice(0, 50)
  printTable('Real changes by verdict; a conviction is a false alarm', columns, [
    row('all', benign, [undefined, undefined, undefined]),
    row('text', benign, [undefined, 'text', undefined]),
    row('binary', benign, [undefined, 'binary', undefined]),
    ...common.map((type) => row(`  ${type}`, benign, [undefined, 'binary', type])),
  ])
  printTable(
    'Honest changes that were made here, by transform',
    columns,
    valuesOf(transforms, 0).map((name) => row(name, transforms, [name, undefined])),
  )
  const reasons = [...outcome.leftOut].map(([reason, times]) => [reason, String(times)])
  printTable(
    'Left out',
    [
      { title: 'why', width: 36 },
      { title: 'pairs', width: 8 },
    ],
    reasons,
  )
}

function byFrequency(benign: Cells, kind: string): string[] {
  return valuesOf(benign, 2)
    .map((type) => ({ type, pairs: sum(benign, [undefined, kind, type]) }))
    .filter(({ pairs }) => pairs > 0)
    .sort((a, b) => b.pairs - a.pairs)
    .map(({ type }) => type)
}

/** The histories, so that others can get the same ones: newest commit, changes, and how many were judged. */
export function printRepositories({ changes, judged, outcome }: Measured): void {
  const benign = cellsIn(outcome.benign)
  if (changes.size === 0) console.log('\nNo history in this half: nothing is said about false alarms')
  printTable(
    'Histories',
    [
      { title: 'repository', width: 44 },
      { title: 'newest commit', width: 40 },
      { title: 'half', width: 9 },
      { title: 'changes', width: 8 },
      { title: 'judged', width: 8 },
      { title: 'binary', width: 8 },
      { title: 'false alarms', width: 12 },
    ],
    [...changes].map(([repository, all]) => [
      repository.name,
      repository.head,
      repository.half,
      String(all),
      String(judged.get(repository) ?? 0),
      String(sum(benign, [repository.name, 'binary'])),
      String(sum(benign, [repository.name, undefined, undefined, 'convicted'])),
    ]),
  )
}
