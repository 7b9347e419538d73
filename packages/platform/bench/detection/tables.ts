import type { Measured } from './measure/measure.ts'
import { clopperPearson } from './statistics/clopper-pearson.ts'
import { type Cube, sum, valuesOf } from './statistics/cube.ts'

const verdicts = ['convicted', 'suspicious', 'unknown', 'clean'] as const
/** Cells with fewer versions say little about a share of nine in ten. */
export const fewestInCell = 10

/** Everything that was measured, for people. */
export function printTables({ outcome, changes, judged, bases }: Measured): void {
  console.log('\nRepositories (changes in the history, judged here)')
  for (const [{ name, head, half }, all] of changes) {
    console.log(
      `  ${name.padEnd(44)} ${head.slice(0, 12)} ${half.padEnd(9)} ${String(all).padStart(9)} ${String(judged.get([...changes.keys()].find((one) => one.name === name)!) ?? 0).padStart(8)}`,
    )
  }
  printBenign(outcome.benign)
  printLeftOut(outcome.leftOut)
  printAttacks(outcome.attacks, bases)
  printCost(outcome.cost)
}

function printBenign(benign: Cube): void {
  console.log('\nReal changes by verdict; a conviction is a false alarm')
  console.log(
    `  ${'kind'.padEnd(18)}${['pairs', ...verdicts].map((name) => name.padStart(11)).join('')}   false alarms, 95 %`,
  )
  const row = (name: string, pattern: readonly (string | undefined)[]): void => {
    const counts = verdicts.map((verdict) => sum(benign, [...pattern, verdict]))
    const all = counts.reduce((a, b) => a + b, 0)
    const { lower, upper } = clopperPearson(counts[0] ?? 0, all)
    const rate = all === 0 ? 0 : (counts[0] ?? 0) / all
    console.log(
      `  ${name.padEnd(18)}${[all, ...counts].map((value) => String(value).padStart(11)).join('')}   ${share(rate)} (${share(lower)} to ${share(upper)})`,
    )
  }
  row('all', [undefined, undefined, undefined])
  row('binary', [undefined, 'binary', undefined])
  row('text', [undefined, 'text', undefined])
  const types = valuesOf(benign, 2)
    .map((type) => ({ type, pairs: sum(benign, [undefined, 'binary', type]) }))
    .filter(({ pairs }) => pairs >= 20)
    .sort((a, b) => b.pairs - a.pairs)
  for (const { type } of types.slice(0, 60)) row(`  ${type}`, [undefined, 'binary', type])
}

function printLeftOut(leftOut: Cube): void {
  if (leftOut.size > 0) console.log('\nLeft out')
  for (const [reason, times] of leftOut) console.log(`  ${reason.padEnd(34)} ${times}`)
}

function printAttacks(attacks: Cube, bases: number): void {
  console.log(`\nAttacked versions, ${bases} bases; each judged alone, with what its name and content say`)
  console.log(
    `  ${'mode'.padEnd(28)}${['versions', ...verdicts].map((name) => name.padStart(11)).join('')}   recall  ≥1 KiB  worst type`,
  )
  for (const mode of [undefined, ...valuesOf(attacks, 1)]) {
    const counts = verdicts.map((verdict) =>
      sum(attacks, ['alone', mode, undefined, undefined, undefined, verdict]),
    )
    const all = counts.reduce((a, b) => a + b, 0)
    const large = recallOf(attacks, ['alone', mode, undefined, undefined, 'large'])
    const worst = mode === undefined ? undefined : worstCell(attacks, mode)
    console.log(
      `  ${(mode ?? 'all').padEnd(28)}${[all, ...counts].map((value) => String(value).padStart(11)).join('')}  ${percent((counts[0] ?? 0) / all)} ${percent(large.recall)}  ${worst === undefined ? '' : `${worst.type} ${percent(worst.recall)} of ${worst.versions}`}`,
    )
  }
  console.log('\n  by type (≥ 1 KiB rewritten)')
  for (const type of valuesOf(attacks, 3)) {
    const { versions, recall } = recallOf(attacks, ['alone', undefined, undefined, type, 'large'])
    if (versions >= fewestInCell)
      console.log(`  ${type.padEnd(28)}${String(versions).padStart(11)}  ${percent(recall)}`)
  }
  const company = recallOf(attacks, ['in company', undefined, undefined, undefined, undefined])
  console.log(`\n  renamed together with others: ${percent(company.recall)} of ${company.versions}`)
}

export function recallOf(
  attacks: Cube,
  pattern: readonly (string | undefined)[],
): { versions: number; recall: number } {
  const versions = sum(attacks, pattern)
  return { versions, recall: versions === 0 ? 1 : sum(attacks, [...pattern, 'convicted']) / versions }
}

/** The type in which a mode is noticed least, among types with enough versions and 1 KiB rewritten. */
export function worstCell(
  attacks: Cube,
  mode: string,
): { type: string; recall: number; versions: number } | undefined {
  return valuesOf(attacks, 3)
    .map((type) => ({ type, ...recallOf(attacks, ['alone', mode, undefined, type, 'large']) }))
    .filter(({ versions }) => versions >= fewestInCell)
    .sort((a, b) => a.recall - b.recall)[0]
}

function printCost(cost: Cube): void {
  console.log('\nCost, one thread')
  for (const detector of valuesOf(cost, 0)) {
    const mebibytes = sum(cost, [detector, 'bytes']) / 2 ** 20
    const seconds = sum(cost, [detector, 'ms']) / 1000
    console.log(`  ${detector.padEnd(24)} ${(mebibytes / seconds).toFixed(1).padStart(9)} MiB/s`)
  }
  console.log(`  peak memory ${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`)
}

function percent(value: number): string {
  return `${(100 * value).toFixed(2)} %`.padStart(8)
}

function share(value: number): string {
  return value === 0 ? '0' : value.toExponential(2)
}
